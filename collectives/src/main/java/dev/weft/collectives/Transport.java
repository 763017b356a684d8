package dev.weft.collectives;

/** How workers of one host reach each other. */
public enum Transport {
    /** Shared memory between the processes of a host. */
    IPC,
    /** Datagrams over the loopback interface. */
    UDP
}

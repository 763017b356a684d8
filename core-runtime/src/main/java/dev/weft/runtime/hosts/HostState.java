package dev.weft.runtime.hosts;

/** Where a host is in the life of a job. */
public enum HostState {
    /** Its agent is being started there. */
    JOINING,
    /** Its agent speaks. */
    ALIVE,
    /** Nothing has been heard of it for a while: nothing is done about that yet. */
    SUSPECT,
    /** It is to be left: nothing new goes there, and its workers go on elsewhere. */
    DRAINING,
    /** It was silent for too long: its workers count as lost, and whatever still comes from there is of no concern to this job. */
    FENCED,
    /** Its agent has ended, or never came to be. */
    GONE
}

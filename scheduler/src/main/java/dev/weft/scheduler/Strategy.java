package dev.weft.scheduler;

/** How a gang is laid over hosts. */
public enum Strategy {
    /** Near each other, on few hosts. */
    PACK,
    /** So that a lost host, then a lost rack, then a lost zone takes few ranks along. */
    SPREAD
}

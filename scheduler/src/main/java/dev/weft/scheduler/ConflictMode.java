package dev.weft.scheduler;

/** When a plan made on an older snapshot is in conflict with what happened since (Omega, section 3.4). */
public enum ConflictMode {
    /** Where a host has no longer what the plan takes of it. */
    RESOURCE_FIT,
    /** Where a host changed at all. */
    SEQUENCE_NUMBERS
}

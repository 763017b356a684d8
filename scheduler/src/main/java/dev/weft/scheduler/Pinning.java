package dev.weft.scheduler;

/** Whether ranks get cores of their own. */
public enum Pinning {
    /** They share the host's cores. */
    NONE,
    /** Whole cores, of one NUMA node as far as that has enough. */
    CORES,
    /** Whole cores, all of a worker's on one NUMA node; where none has enough, the worker doesn't fit. */
    NUMA
}

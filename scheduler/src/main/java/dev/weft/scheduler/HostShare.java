package dev.weft.scheduler;

/**
 * What a gang takes of one host.
 *
 * @param host its number
 * @param gpus as bits
 * @param cores of its own
 * @param changes the host's count of changes in the snapshot that this was planned on
 */
record HostShare(int host, int cpuMillis, int memoryMiB, long gpus, CoreSet cores, int changes) {}

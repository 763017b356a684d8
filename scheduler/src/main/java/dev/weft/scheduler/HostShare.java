package dev.weft.scheduler;

/**
 * What a gang takes of one host.
 *
 * @param host its number
 * @param gangs 1; 0 if the gang has something there still when this is given back
 * @param slots one for each unit
 * @param gpus as bits
 * @param cores of its own
 * @param changes the host's count of changes in the snapshot that this was planned on
 */
record HostShare(int host, int gangs, int slots, int cpuMillis, int memoryMiB, long gpus, CoreSet cores, int changes) {
    HostShare ofOneOfSeveral() {
        return new HostShare(host, 0, slots, cpuMillis, memoryMiB, gpus, cores, changes);
    }
}

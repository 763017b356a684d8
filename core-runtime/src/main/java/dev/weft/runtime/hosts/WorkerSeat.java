package dev.weft.runtime.hosts;

import dev.weft.runtime.Device;
import dev.weft.scheduler.CoreSet;
import java.util.List;

/**
 * How a host is to start a process of a worker.
 *
 * @param heapMebibytes 0: its part of the host's
 * @param workersOnHost that share the host's heap
 * @param cores that it runs on; none: all of the host's
 * @param numaNode that its memory is to be of; -1: any
 * @param devices of all its ranks; empty: it sees those that its host's agent sees
 */
record WorkerSeat(
        int process, long heapMebibytes, int workersOnHost, CoreSet cores, int numaNode, List<Device> devices) {
    WorkerSeat {
        devices = List.copyOf(devices);
    }

    /** @param ofHost what its workers may have together */
    long heap(long ofHost) {
        return heapMebibytes > 0 ? heapMebibytes : ofHost / workersOnHost;
    }
}

package dev.weft.runtime.hosts;

import dev.weft.runtime.control.DeviceMessages;
import dev.weft.runtime.control.GpuFacts;
import dev.weft.runtime.control.HostSpawn;
import dev.weft.runtime.control.NumaFacts;
import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.GpuLinks;
import dev.weft.scheduler.NumaNode;
import java.util.ArrayList;

/** What a host has, and what it is to start, as its agent and the job's tell each other. */
final class FactsMessages {
    private FactsMessages() {}

    static dev.weft.runtime.control.HostFacts message(HostFacts facts) {
        var message = dev.weft.runtime.control.HostFacts.newBuilder()
                .setMemoryMebibytes(facts.memoryMebibytes())
                .setBinds(facts.binds());
        for (NumaNode node : facts.numa()) {
            message.addNuma(NumaFacts.newBuilder()
                    .setNumber(node.number())
                    .addAllCores(node.cores().stream().boxed().toList()));
        }
        for (int gpu = 0; gpu < facts.gpus().size(); gpu++) {
            message.addGpus(gpu(facts, gpu));
        }
        return message.build();
    }

    private static GpuFacts gpu(HostFacts facts, int number) {
        var message = GpuFacts.newBuilder()
                .setDevice(DeviceMessages.of(facts.gpus().get(number)))
                .setNumaNode(-1)
                .setFree((facts.freeGpus() >>> number & 1) == 1);
        for (NumaNode node : facts.numa()) {
            if ((node.gpus() >>> number & 1) == 1) {
                message.setNumaNode(node.number());
            }
        }
        for (int other = 0; other < facts.gpus().size(); other++) {
            message.addLinks(facts.links().weight(number, other));
        }
        return message.build();
    }

    static HostFacts facts(dev.weft.runtime.control.HostFacts message) {
        var nodes = new ArrayList<NumaNode>();
        for (NumaFacts node : message.getNumaList()) {
            int[] cores =
                    node.getCoresList().stream().mapToInt(Integer::intValue).toArray();
            long gpus = 0;
            for (int gpu = 0; gpu < message.getGpusCount(); gpu++) {
                gpus |= message.getGpus(gpu).getNumaNode() == node.getNumber() ? 1L << gpu : 0;
            }
            nodes.add(new NumaNode(node.getNumber(), CoreSet.of(cores), gpus));
        }
        long free = 0;
        for (int gpu = 0; gpu < message.getGpusCount(); gpu++) {
            free |= message.getGpus(gpu).getFree() ? 1L << gpu : 0;
        }
        int[][] links = message.getGpusList().stream()
                .map(gpu ->
                        gpu.getLinksList().stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        return new HostFacts(
                message.getMemoryMebibytes(),
                nodes,
                message.getGpusList().stream()
                        .map(gpu -> DeviceMessages.toDevice(gpu.getDevice()))
                        .toList(),
                GpuLinks.of(links),
                free,
                message.getBinds());
    }

    static HostSpawn message(WorkerSeat seat) {
        return HostSpawn.newBuilder()
                .setProcess(seat.process())
                .setHeapMebibytes(seat.heapMebibytes())
                .setWorkers(seat.workersOnHost())
                .setCores(seat.cores().toString())
                .setNumaNode(seat.numaNode())
                .addAllDevices(seat.devices().stream().map(DeviceMessages::of).toList())
                .build();
    }

    static WorkerSeat seat(HostSpawn message) {
        return new WorkerSeat(
                message.getProcess(),
                message.getHeapMebibytes(),
                message.getWorkers(),
                HostCores.set(message.getCores()),
                message.getNumaNode(),
                message.getDevicesList().stream().map(DeviceMessages::toDevice).toList());
    }
}

package dev.weft.runtime.cluster;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Device;
import dev.weft.runtime.control.Job;
import dev.weft.runtime.control.Operator;
import dev.weft.runtime.control.RankDevices;
import dev.weft.runtime.gpu.GpuGrants;
import java.util.List;

/** The GPUs of a job's ranks, as the workers are told of them. */
public final class DeviceMessages {
    private DeviceMessages() {}

    static Job with(GpuGrants gpus, Job job) {
        var message = job.toBuilder();
        for (int operator = 0; operator < job.getOperatorsCount(); operator++) {
            message.getOperatorsBuilder(operator)
                    .addAllDevices(gpus.ofOperator(operator).stream()
                            .map(DeviceMessages::message)
                            .toList());
        }
        return message.build();
    }

    private static RankDevices message(List<Device> devices) {
        var message = RankDevices.newBuilder();
        for (Device device : devices) {
            message.addDevicesBuilder()
                    .setIndex(device.index())
                    .setUuid(device.uuid())
                    .setName(device.name())
                    .setMemoryBytes(device.memoryBytes())
                    .setShareMilli(device.shareMilli());
        }
        return message.build();
    }

    /** Those of a worker's ranks. A rank has the same in every epoch; of a job that has shrunk those of ranks that are gone stay unused. */
    public static List<List<Device>> devices(Operator operator, Placement placement, int worker) {
        return operator.getDevicesList().stream()
                .skip(placement.first(worker))
                .limit(placement.ranks(worker))
                .map(DeviceMessages::devices)
                .toList();
    }

    private static List<Device> devices(RankDevices message) {
        return message.getDevicesList().stream()
                .map(device -> new Device(
                        device.getIndex(),
                        device.getUuid(),
                        device.getName(),
                        device.getMemoryBytes(),
                        device.getShareMilli()))
                .toList();
    }
}

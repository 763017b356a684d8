package dev.weft.runtime.cluster;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Device;
import dev.weft.runtime.control.DeviceMessages;
import dev.weft.runtime.control.Job;
import dev.weft.runtime.control.Operator;
import dev.weft.runtime.control.RankDevices;
import java.util.List;
import java.util.function.IntFunction;

/** The GPUs of a job's ranks, as the workers are told of them. */
public final class RanksDevices {
    private RanksDevices() {}

    /** @param ofOperator by its number: of each of its ranks; empty if it has none */
    static Job with(IntFunction<List<List<Device>>> ofOperator, Job job) {
        var message = job.toBuilder();
        for (int operator = 0; operator < job.getOperatorsCount(); operator++) {
            message.getOperatorsBuilder(operator)
                    .clearDevices()
                    .addAllDevices(ofOperator.apply(operator).stream()
                            .map(RanksDevices::message)
                            .toList());
        }
        return message.build();
    }

    private static RankDevices message(List<Device> devices) {
        return RankDevices.newBuilder()
                .addAllDevices(devices.stream().map(DeviceMessages::of).toList())
                .build();
    }

    /** Those of a worker's ranks. A rank has the same in every epoch; of a job that has shrunk those of ranks that are gone stay unused. */
    public static List<List<Device>> devices(Operator operator, Placement placement, int worker) {
        return operator.getDevicesList().stream()
                .skip(placement.first(worker))
                .limit(placement.ranks(worker))
                .map(ofRank -> ofRank.getDevicesList().stream()
                        .map(DeviceMessages::toDevice)
                        .toList())
                .toList();
    }
}

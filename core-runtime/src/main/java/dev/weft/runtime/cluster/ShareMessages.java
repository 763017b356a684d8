package dev.weft.runtime.cluster;

import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.LoadedSizes;
import dev.weft.runtime.control.ColumnHead;
import dev.weft.runtime.control.Measure;
import dev.weft.runtime.control.Scalar;
import dev.weft.runtime.control.Share;
import dev.weft.runtime.rank.RankMeasure;
import dev.weft.runtime.rank.WorkerShare;
import java.util.LinkedHashMap;
import java.util.Map;

/** The head of a worker's share as a message and back. */
final class ShareMessages {
    private ShareMessages() {}

    static Share of(WorkerShare share) {
        var message = Share.newBuilder().setPid(share.pid()).setPeakMemoryBytes(share.peakMemoryBytes());
        share.columns()
                .forEach((name, column) -> message.addColumns(ColumnHead.newBuilder()
                        .setName(name)
                        .setDoubles(column instanceof Column.Doubles)
                        .setSize(column.size())
                        .setNamed(isNamed(column.ids()))));
        share.scalars().forEach((name, value) -> message.addScalars(of(name, value)));
        share.measures().forEach(measure -> message.addMeasures(of(measure)));
        return message.build();
    }

    /** Whether the ids have names other than themselves. */
    static boolean isNamed(Ids ids) {
        return ids.size() > 0 && !ids.name(0).equals(Long.toString(ids.id(0)));
    }

    private static Scalar of(String name, Object value) {
        var message = Scalar.newBuilder().setName(name);
        return switch (value) {
            case Double number -> message.setNumber(number).build();
            case Long whole -> message.setWhole(whole).build();
            default -> message.setText(value.toString()).build();
        };
    }

    private static Measure of(RankMeasure measure) {
        LoadedSizes sizes = measure.sizes();
        return Measure.newBuilder()
                .setBeganNanos(measure.beganNanos())
                .setSaidLoaded(measure.saidLoaded())
                .setLoadedNanos(measure.loadedNanos())
                .setEndedNanos(measure.endedNanos())
                .setFirstStepNanos(measure.firstStepNanos())
                .setSteps(measure.steps())
                .setVertices(sizes.vertices())
                .setEdges(sizes.edges())
                .setOwnVertices(sizes.ownVertices())
                .setOwnEdges(sizes.ownEdges())
                .setBytesRead(sizes.bytesRead())
                .setBytesFromMemory(measure.bytesFromMemory())
                .setBytesFromLanes(measure.bytesFromLanes())
                .setCallNanos(measure.callNanos())
                .setWaitNanos(measure.waitNanos())
                .build();
    }

    static WorkerShare toShare(int worker, Share message, Map<String, Column> columns) {
        var scalars = new LinkedHashMap<String, Object>();
        message.getScalarsList().forEach(scalar -> scalars.put(scalar.getName(), toValue(scalar)));
        return new WorkerShare(
                worker,
                message.getPid(),
                message.getPeakMemoryBytes(),
                columns,
                scalars,
                message.getMeasuresList().stream().map(ShareMessages::toMeasure).toList());
    }

    private static Object toValue(Scalar scalar) {
        return switch (scalar.getValueCase()) {
            case NUMBER -> scalar.getNumber();
            case WHOLE -> scalar.getWhole();
            case TEXT, VALUE_NOT_SET -> scalar.getText();
        };
    }

    private static RankMeasure toMeasure(Measure measure) {
        return new RankMeasure(
                measure.getBeganNanos(),
                measure.getSaidLoaded(),
                measure.getLoadedNanos(),
                measure.getEndedNanos(),
                measure.getFirstStepNanos(),
                measure.getSteps(),
                new LoadedSizes(
                        measure.getVertices(),
                        measure.getEdges(),
                        measure.getOwnVertices(),
                        measure.getOwnEdges(),
                        measure.getBytesRead()),
                measure.getBytesFromMemory(),
                measure.getBytesFromLanes(),
                measure.getCallNanos(),
                measure.getWaitNanos());
    }
}

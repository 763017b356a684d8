package dev.weft.graph.algorithms;

import dev.weft.graph.Edges;
import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** What tests compare with. */
final class Serial {
    private Serial() {}

    static Ids ids(Edges edges) {
        long[] ids = LongStream.concat(
                        LongStream.of(edges.vertices()),
                        LongStream.concat(LongStream.of(edges.sources()), LongStream.of(edges.targets())))
                .sorted()
                .distinct()
                .toArray();
        return new Ids() {
            @Override
            public int size() {
                return ids.length;
            }

            @Override
            public long id(int index) {
                return ids[index];
            }
        };
    }

    static SerialGraph of(Edges edges) {
        Ids ids = ids(edges);
        Map<Long, Integer> positions = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            positions.put(ids.id(i), i);
        }
        int[] sources = Arrays.stream(edges.sources()).mapToInt(positions::get).toArray();
        int[] targets = Arrays.stream(edges.targets()).mapToInt(positions::get).toArray();
        return SerialGraph.of(ids.size(), edges.directed(), sources, targets, edges.weights());
    }

    /** A column as bits: equal bits, not just equal values. */
    static long[] bits(JobResult result, String column) {
        return switch (result.column(column)) {
            case Column.Doubles doubles ->
                Arrays.stream(doubles.values())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray();
            case Column.Longs longs -> longs.values();
        };
    }
}

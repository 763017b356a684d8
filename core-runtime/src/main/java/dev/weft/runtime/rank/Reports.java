package dev.weft.runtime.rank;

import dev.weft.runtime.JobReport;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.LoadedSizes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes a job's report of what its ranks took. */
final class Reports {
    private static final double NANOS = 1e9;

    private Reports() {}

    static JobReport of(List<RankMeasure> measures) {
        long began = measures.stream().mapToLong(RankMeasure::beganNanos).min().orElseThrow();
        long loaded = measures.stream()
                .filter(RankMeasure::saidLoaded)
                .mapToLong(RankMeasure::loadedNanos)
                .max()
                .orElse(began);
        long ended = measures.stream().mapToLong(RankMeasure::endedNanos).max().orElseThrow();
        RankMeasure first = measures.getFirst();
        LoadedSizes whole = first.sizes();
        return new JobReport(
                (loaded - began) / NANOS,
                (ended - loaded) / NANOS,
                first.firstStepNanos() / NANOS,
                first.steps(),
                whole.vertices(),
                whole.edges(),
                Map.of(
                        "memory",
                        measures.stream().mapToLong(RankMeasure::bytesReceived).sum()),
                IntStream.range(0, measures.size())
                        .mapToObj(rank -> rankReport(rank, measures.get(rank)))
                        .toList());
    }

    private static RankReport rankReport(int rank, RankMeasure measure) {
        long runNanos = measure.endedNanos() - measure.loadedNanos();
        return new RankReport(
                rank,
                ProcessHandle.current().pid(),
                0,
                measure.sizes().ownVertices(),
                measure.sizes().ownEdges(),
                (runNanos - measure.callNanos()) / NANOS,
                (measure.callNanos() - measure.waitNanos()) / NANOS,
                measure.waitNanos() / NANOS);
    }
}

package dev.weft.runtime.rank;

import dev.weft.runtime.JobReport;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.WorkerReport;
import dev.weft.runtime.LoadedSizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes a job's report of what its ranks took. */
final class Reports {
    private static final double NANOS = 1e9;

    private Reports() {}

    /**
     * @param shares of the workers in the order of their ranks
     * @param lanes by which transport they talk; empty where there is one worker only
     */
    static JobReport of(List<WorkerShare> shares, String lanes) {
        List<RankMeasure> measures =
                shares.stream().map(WorkerShare::measures).flatMap(List::stream).toList();
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
                bytesByTransport(measures, lanes),
                rankReports(shares),
                shares.stream()
                        .map(share -> new WorkerReport(share.worker(), "", share.pid(), share.peakMemoryBytes()))
                        .toList(),
                0,
                0,
                List.of());
    }

    /** Of all operators: the sizes and steps are those of the first, the ranks stand one operator after another. */
    static JobReport joined(List<JobReport> reports) {
        JobReport first = reports.getFirst();
        var bytes = new HashMap<String, Long>();
        reports.forEach(
                report -> report.bytesByTransport().forEach((name, count) -> bytes.merge(name, count, Long::sum)));
        return new JobReport(
                first.loadSeconds(),
                reports.stream().mapToDouble(JobReport::runSeconds).max().orElseThrow(),
                first.firstStepSeconds(),
                first.supersteps(),
                first.vertices(),
                first.edges(),
                bytes,
                reports.stream().map(JobReport::ranks).flatMap(List::stream).toList(),
                workersOfAll(reports),
                0,
                0,
                List.of());
    }

    /** Each process once, as its last operator's share showed it. */
    private static List<WorkerReport> workersOfAll(List<JobReport> reports) {
        var workers = new TreeMap<Integer, WorkerReport>();
        reports.forEach(report -> report.workers().forEach(worker -> workers.put(worker.worker(), worker)));
        return List.copyOf(workers.values());
    }

    private static Map<String, Long> bytesByTransport(List<RankMeasure> measures, String lanes) {
        long memory = measures.stream().mapToLong(RankMeasure::bytesFromMemory).sum();
        long others = measures.stream().mapToLong(RankMeasure::bytesFromLanes).sum();
        return lanes.isEmpty() ? Map.of("memory", memory) : Map.of("memory", memory, lanes, others);
    }

    private static List<RankReport> rankReports(List<WorkerShare> shares) {
        var reports = new ArrayList<RankReport>();
        for (WorkerShare share : shares) {
            for (RankMeasure measure : share.measures()) {
                reports.add(rankReport(reports.size(), share, measure));
            }
        }
        return reports;
    }

    private static RankReport rankReport(int rank, WorkerShare share, RankMeasure measure) {
        long runNanos = measure.endedNanos() - measure.loadedNanos();
        return new RankReport(
                rank,
                share.pid(),
                share.worker(),
                measure.sizes().ownVertices(),
                measure.sizes().ownEdges(),
                (runNanos - measure.callNanos()) / NANOS,
                (measure.callNanos() - measure.waitNanos()) / NANOS,
                measure.waitNanos() / NANOS,
                measure.sizes().bytesRead());
    }
}

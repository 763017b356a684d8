package dev.weft.launcher;

import dev.weft.runtime.JobReport;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobReport.WorkerReport;
import dev.weft.runtime.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code --json} writes: the job's report, what was run, and the single results. */
record RunReport(RunOptions options, JobReport report, Map<String, Object> scalars) {

    String json() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        OperatorOptions first = options.first();
        fields.put("program", first.programName());
        fields.put("job", options.job());
        fields.put("graph", first.args().get("graph"));
        fields.put("args", new TreeMap<>(first.args()));
        fields.put("version", Version.weft());
        fields.put("threads_per_rank", threads(first));
        if (options.operators().size() > 1) {
            fields.put(
                    "operators",
                    options.operators().stream().map(RunReport::operator).toList());
        }
        fields.put("load_seconds", report.loadSeconds());
        fields.put("run_seconds", report.runSeconds());
        fields.put("first_step_seconds", report.firstStepSeconds());
        fields.put("supersteps", report.supersteps());
        fields.put("vertices", report.vertices());
        fields.put("edges", report.edges());
        fields.put("bytes_by_transport", new TreeMap<>(report.bytesByTransport()));
        fields.put("peak_memory_bytes", peakMemory(report));
        fields.put("checkpoints", report.checkpoints());
        fields.put("checkpoints_missed", report.missedCheckpoints());
        fields.put("ranks", report.ranks().stream().map(RunReport::rank).toList());
        fields.put("workers", report.workers().stream().map(RunReport::worker).toList());
        fields.put(
                "recoveries",
                report.recoveries().stream().map(RunReport::recovery).toList());
        fields.put("results", scalars);
        return Json.of(fields);
    }

    private static Map<String, @Nullable Object> operator(OperatorOptions operator) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("name", operator.name());
        fields.put("program", operator.programName());
        fields.put("args", new TreeMap<>(operator.args()));
        fields.put("ranks", operator.ranks());
        fields.put("threads_per_rank", threads(operator));
        return fields;
    }

    /** Null where each host has as many as it has cores for. */
    private static @Nullable Integer threads(OperatorOptions operator) {
        return operator.threads() == 0 ? null : operator.threads();
    }

    private static Map<String, Object> rank(RankReport rank) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rank", rank.rank());
        fields.put("pid", rank.pid());
        fields.put("worker", rank.worker());
        fields.put("vertices", rank.vertices());
        fields.put("edges", rank.edges());
        fields.put("compute_seconds", rank.computeSeconds());
        fields.put("exchange_seconds", rank.exchangeSeconds());
        fields.put("wait_seconds", rank.waitSeconds());
        fields.put("graph_bytes_read", rank.bytesRead());
        return fields;
    }

    /** Of the process that held most; null where the system does not tell. */
    private static @Nullable Object peakMemory(JobReport report) {
        long most = report.workers().stream()
                .mapToLong(WorkerReport::peakMemoryBytes)
                .max()
                .orElse(0);
        return most == 0 ? null : most;
    }

    private static Map<String, @Nullable Object> worker(WorkerReport worker) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("worker", worker.worker());
        fields.put("host", worker.host().isEmpty() ? null : worker.host());
        fields.put("pid", worker.pid());
        fields.put("peak_memory_bytes", worker.peakMemoryBytes());
        return fields;
    }

    private static Map<String, Object> recovery(Recovery recovery) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("cause", recovery.cause());
        fields.put("evidence", recovery.evidence());
        fields.put("detected_after", recovery.detectedAfterSeconds());
        fields.put("restored_from_step", recovery.restoredFromStep());
        fields.put("steps_redone", recovery.stepsRedone());
        fields.put("seconds_lost", recovery.secondsLost());
        fields.put("redone_after", recovery.redoneAfterSeconds());
        fields.put("pids_before", recovery.pidsBefore());
        fields.put("pids_after", recovery.pidsAfter());
        fields.put("ranks_after", recovery.ranksAfter());
        fields.put("graph_bytes_reloaded", recovery.graphBytesReloaded());
        return fields;
    }
}

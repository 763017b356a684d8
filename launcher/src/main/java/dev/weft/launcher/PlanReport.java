package dev.weft.launcher;

import dev.weft.runtime.json.Json;
import dev.weft.scheduler.GpuSet;
import dev.weft.scheduler.NoFit;
import dev.weft.scheduler.Plan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as programs read it. */
final class PlanReport {
    private PlanReport() {}

    /** @param stages the job's parts, one after another */
    static String json(List<PlacedGang> stages) {
        if (stages.size() == 1) {
            return Json.of(report(stages.getFirst()));
        }
        var report = new LinkedHashMap<String, Object>();
        report.put("job", stages.getFirst().gang().id());
        report.put("fits", stages.stream().allMatch(PlacedGang::fits));
        report.put("stages", stages.stream().map(PlanReport::report).toList());
        return Json.of(report);
    }

    private static Map<String, Object> report(PlacedGang placed) {
        var report = new LinkedHashMap<String, Object>();
        report.put("job", placed.gang().id());
        report.put("fits", placed.fits());
        switch (placed.workers()) {
            case Plan plan -> {
                report.put(
                        "coordinator",
                        plan.seen().inventory().host(plan.coordinatorHost()).name());
                report.put("map", PlanRow.of(plan).stream().map(PlanReport::row).toList());
                if (!placed.spares().isEmpty()) {
                    report.put("spares", PlanTable.hostsOf(placed.spares()));
                }
                report.put("why", plan.why());
            }
            case NoFit noFit -> report.put("why", noFit.why());
        }
        return report;
    }

    private static Map<String, Object> row(PlanRow row) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("host", row.host().name());
        entry.put("operator", row.group().name());
        row.worker().ifPresent(worker -> entry.put("worker", worker));
        entry.put("first_rank", row.firstRank());
        entry.put("last_rank", row.lastRank());
        entry.put("cpu_millis", row.cpuMillis());
        entry.put("memory_bytes", row.memoryMiB() << 20);
        entry.put("numa_nodes", row.numaNodes());
        entry.put("cores", row.cores().stream().boxed().toList());
        entry.put(
                "gpus_of_ranks",
                row.rankGpus().stream().map(PlanReport::numbers).toList());
        return entry;
    }

    private static List<Integer> numbers(long gpus) {
        return Arrays.stream(GpuSet.numbers(gpus)).boxed().toList();
    }
}

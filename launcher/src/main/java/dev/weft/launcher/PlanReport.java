package dev.weft.launcher;

import dev.weft.runtime.json.Json;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.GpuSet;
import dev.weft.scheduler.NoFit;
import dev.weft.scheduler.Outcome;
import dev.weft.scheduler.Plan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan as programs read it. */
final class PlanReport {
    private PlanReport() {}

    /** @param spares where the gang has some */
    static String json(Gang gang, Outcome outcome, Optional<Plan> spares) {
        var report = new LinkedHashMap<String, Object>();
        report.put("job", gang.id());
        report.put("fits", outcome instanceof Plan);
        switch (outcome) {
            case Plan plan -> {
                report.put(
                        "coordinator",
                        plan.seen().inventory().host(plan.coordinatorHost()).name());
                report.put("map", PlanRow.of(plan).stream().map(PlanReport::row).toList());
                spares.ifPresent(its -> report.put("spares", PlanTable.hostsOf(its)));
                report.put("why", plan.why());
            }
            case NoFit noFit -> report.put("why", noFit.why());
        }
        return Json.of(report);
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

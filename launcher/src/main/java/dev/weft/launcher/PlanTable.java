package dev.weft.launcher;

import dev.weft.scheduler.Plan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A plan as people read it: the map, a line for each worker or run of ranks, then the reasons. */
record PlanTable(Plan plan, List<Plan> spares) {
    private static final List<String> HEADINGS =
            List.of("host", "zone", "rack", "operator", "worker", "ranks", "cpu", "memory", "numa", "cores", "gpus");
    private static final String NOTHING = "-";
    private static final int NAMES_SHOWN = 3;

    void print(PrintStream out) {
        List<PlanRow> rows = PlanRow.of(plan);
        long hosts = rows.stream().map(PlanRow::host).distinct().count();
        out.printf(
                Locale.ROOT,
                "%s: %,d %s on %,d %s, the coordinator on %s%n%n",
                plan.gang().id(),
                plan.gang().ranks(),
                plan.gang().ranks() == 1 ? "rank" : "ranks",
                hosts,
                hosts == 1 ? "host" : "hosts",
                name(plan.coordinatorHost()));
        table(rows).forEach(out::println);
        if (!spares.isEmpty()) {
            out.printf("%nspares on %s%n", String.join(", ", hostsOf(spares)));
        }
        out.printf("%nwhy%n");
        plan.why().forEach(why -> out.println("  " + why));
        hostWhys().forEach((why, names) -> out.println("  " + names(names) + ": " + why));
    }

    /** The name of each worker's host. */
    static List<String> hostsOf(List<Plan> plans) {
        return plans.stream().flatMap(PlanTable::hostsOf).toList();
    }

    private static Stream<String> hostsOf(Plan plan) {
        var hosts = new TreeMap<Integer, String>();
        plan.units()
                .forEach(unit -> hosts.put(
                        unit.number(), plan.seen().inventory().host(unit.host()).name()));
        return hosts.values().stream();
    }

    private String name(int host) {
        return plan.seen().inventory().host(host).name();
    }

    // ---- the map

    /** Columns in which nothing stands are left out. */
    private static List<String> table(List<PlanRow> rows) {
        var lines = new ArrayList<List<String>>();
        lines.add(HEADINGS);
        rows.forEach(row -> lines.add(cells(row)));
        int[] shown = IntStream.range(0, HEADINGS.size())
                .filter(column -> lines.stream()
                        .skip(1)
                        .anyMatch(line -> !line.get(column).equals(NOTHING)))
                .toArray();
        int[] widths = IntStream.of(shown)
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> line(line, shown, widths)).toList();
    }

    private static String line(List<String> cells, int[] shown, int[] widths) {
        return IntStream.range(0, shown.length)
                .mapToObj(i -> pad(cells.get(shown[i]), widths[i]))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }

    private static List<String> cells(PlanRow row) {
        return List.of(
                row.host().name(),
                orNothing(row.host().zone()),
                orNothing(row.host().rack()),
                row.group().name(),
                row.worker().isPresent() ? Integer.toString(row.worker().getAsInt()) : NOTHING,
                row.rankRange(),
                cpu(row.cpuMillis()),
                memory(row.memoryMiB()),
                orNothing(row.numaNodes().stream().map(String::valueOf).collect(Collectors.joining(","))),
                orNothing(row.cores().toString()),
                orNothing(row.gpuText().strip()));
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? NOTHING : text;
    }

    private static String cpu(long millis) {
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
    }

    private static String memory(long mebibytes) {
        if (mebibytes == 0) {
            return NOTHING;
        }
        return mebibytes % 1024 == 0 ? mebibytes / 1024 + "Gi" : mebibytes + "Mi";
    }

    // ---- the reasons of hosts, those together that have the same

    private Map<String, List<String>> hostWhys() {
        var whys = new LinkedHashMap<String, List<String>>();
        PlanRow.of(plan).stream().map(PlanRow::host).distinct().forEach(host -> {
            int number = plan.seen().inventory().find(host.name()).orElseThrow();
            whys.computeIfAbsent(plan.hostWhy().getOrDefault(number, ""), _ -> new ArrayList<>())
                    .add(host.name());
        });
        return whys;
    }

    private static String names(List<String> names) {
        return names.size() <= NAMES_SHOWN
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_SHOWN)) + " and " + (names.size() - NAMES_SHOWN) + " more";
    }
}

package dev.weft.launcher;

import dev.weft.runtime.JobReport.WorkerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which host had which workers at a job's end, in a line. */
record WorkersOnHosts(List<WorkerReport> workers) {
    private static final int HOSTS_NAMED = 8;

    /** Nothing if the job had no other host than this one. */
    Optional<String> line() {
        var byHost = new TreeMap<String, List<Integer>>();
        workers.stream()
                .filter(worker -> !worker.host().isEmpty())
                .forEach(worker -> byHost.computeIfAbsent(worker.host(), _ -> new ArrayList<>())
                        .add(worker.worker()));
        if (byHost.isEmpty()) {
            return Optional.empty();
        }
        String named = byHost.entrySet().stream()
                .limit(HOSTS_NAMED)
                .map(host -> host.getKey() + " (" + numbered(host.getValue()) + ")")
                .collect(Collectors.joining(", "));
        int more = byHost.size() - HOSTS_NAMED;
        return Optional.of("hosts: " + named + (more > 0 ? " and " + more + " more, which --json has" : ""));
    }

    private static String numbered(List<Integer> workers) {
        return (workers.size() == 1 ? "worker " : "workers ")
                + ranges(workers.stream().sorted().distinct().toList());
    }

    private static String ranges(List<Integer> ascending) {
        var ranges = new ArrayList<String>();
        int first = ascending.getFirst();
        for (int i = 1; i <= ascending.size(); i++) {
            int last = ascending.get(i - 1);
            if (i == ascending.size() || ascending.get(i) != last + 1) {
                ranges.add(first == last ? Integer.toString(first) : first + "-" + last);
                first = i == ascending.size() ? first : ascending.get(i);
            }
        }
        return String.join(",", ranges);
    }
}

package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.JobReport.WorkerReport;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where workers ran, in the summary. */
class WorkersOnHostsTest {
    private static String line(String... hosts) {
        List<WorkerReport> workers = IntStream.range(0, hosts.length)
                .mapToObj(worker -> new WorkerReport(worker, hosts[worker], 100 + worker, 0))
                .toList();
        return new WorkersOnHosts(workers).line().orElse("none");
    }

    @Test
    void workersStandByTheirHosts() {
        assertThat(line("b", "a")).isEqualTo("hosts: a (worker 1), b (worker 0)");
        assertThat(line("a", "a", "a", "b", "a")).isEqualTo("hosts: a (workers 0-2,4), b (worker 3)");
    }

    @Test
    void aJobOnThisHostAloneHasNoLine() {
        assertThat(line("", "")).isEqualTo("none");
    }

    @Test
    void manyHostsAreCounted() {
        assertThat(line(Stream.of("a b c d e f g h i j".split(" ")).toArray(String[]::new)))
                .endsWith("h (worker 7) and 2 more, which --json has");
    }
}

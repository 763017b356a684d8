package dev.weft.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long planning and committing take on 10,000 hosts: printed for docs/performance.md, judged by nobody here. */
@Tag("long")
class PlannerSpeedTest {
    private static final int HOSTS = 10_000;
    private static final int TIMES = 30;

    private static Inventory inventory() {
        return new Inventory(IntStream.range(0, HOSTS)
                .mapToObj(number -> Host.of("h" + number, 32_000, 128 << 10)
                        .at("z" + number / 2_000, "r" + number / 40)
                        .gpus(number % 4 == 0 ? GpuLinks.uniform(8, 220) : GpuLinks.NONE))
                .toList());
    }

    /** A cell in which random gangs have taken about half of all. */
    private static Cell halfFull() {
        var cell = new Cell(inventory(), ConflictMode.RESOURCE_FIT, InstantSource.system(), Duration.ofHours(1));
        var random = new SplittableRandom(1);
        PlannerId id = cell.begin("before");
        var planner = new Planner(random);
        for (int i = 0; i < 1_300; i++) {
            Demand each = Demand.of(1000 * random.nextInt(1, 5), 1024 * random.nextInt(1, 9));
            Outcome outcome =
                    planner.plan(cell.snapshot(), Gang.of("g" + i, new Group("w", random.nextInt(1, 90), 0, each)));
            assertThat(cell.commit(id, (Plan) outcome)).isInstanceOf(Commit.Accepted.class);
        }
        return cell;
    }

    @Test
    void aThousandRanksOnTenThousandHosts() {
        Cell cell = halfFull();
        Demand each = Demand.of(2000, 4096);
        report("1,000 ranks, packed", cell, Gang.of("gang", new Group("w", 1_000, 0, each)));
        report(
                "1,000 ranks, spread",
                cell,
                Gang.of("gang", new Group("w", 1_000, 0, each)).strategy(Strategy.SPREAD));
        report("1,000 ranks with a GPU, packed", cell, Gang.of("gang", new Group("w", 1_000, 0, each.gpus(1))));
        report("16 ranks, packed", cell, Gang.of("gang", new Group("w", 16, 0, each)));
        report(
                "1,000 ranks of two operators",
                cell,
                Gang.of("gang", new Group("w", 800, 0, each), new Group("v", 200, 50, each.preemptible(true))));
    }

    /** Medians of processor time, which others on the machine don't lengthen. */
    private static void report(String what, Cell cell, Gang gang) {
        var planning = new long[TIMES];
        var committing = new long[TIMES];
        var threads = ManagementFactory.getThreadMXBean();
        var planner = new Planner(new SplittableRandom(2));
        PlannerId id = cell.begin("timed");
        for (int i = 0; i < TIMES; i++) {
            long start = threads.getCurrentThreadCpuTime();
            Plan plan = (Plan) planner.plan(cell.snapshot(), gang);
            long planned = threads.getCurrentThreadCpuTime();
            assertThat(cell.commit(id, plan)).isInstanceOf(Commit.Accepted.class);
            committing[i] = threads.getCurrentThreadCpuTime() - planned;
            planning[i] = planned - start;
            cell.evict("gang");
        }
        Arrays.sort(planning);
        Arrays.sort(committing);
        System.out.printf(
                "PlannerSpeedTest: %s on %,d hosts, half of them full: plan %.2f ms, commit %.3f ms (median of %d; least %.2f, most %.2f)%n",
                what,
                HOSTS,
                planning[TIMES / 2] / 1e6,
                committing[TIMES / 2] / 1e6,
                TIMES,
                planning[0] / 1e6,
                planning[TIMES - 1] / 1e6);
    }
}

package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ranks on two hosts, each with a media driver of its own, and a real network between them that fails. */
@Timeout(90)
class TwoHostsTest {
    private static final String RANKS = "1,2";
    private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Wire wire = new Wire();
    private final List<Path> folders = new ArrayList<>();
    private final List<ChildProcess> workers = new ArrayList<>();

    @BeforeEach
    void layTheWire() {
        String reason = wire.lay();
        assumeTrue(reason.isEmpty(), reason);
    }

    @AfterEach
    void removeAll() throws InterruptedException, IOException {
        try {
            end();
        } finally {
            wire.close();
        }
    }

    @Test
    void compute_the_same_over_a_lossy_network() throws Exception {
        long seed = System.nanoTime();
        String expected = inMemory(seed);
        long undisturbed = nanosForBytes();
        String disturbance = wire.disturb();
        assumeTrue(
                !disturbance.isEmpty(),
                "packets can't be lost on purpose: the kernel has no netem; or install nftables, whose `nft` can do it");
        start("long steps", seed);
        assertThat(workers.get(0).await("digest") + " " + workers.get(1).await("digest"))
                .as("seed %d", seed)
                .isEqualTo(expected);
        end();
        System.out.printf(
                "TwoHostsTest %.1f MB/s in messages of 1 MiB over the wire as it is, %.1f MB/s with %s; seed %d%n",
                megabytesPerSecond(undisturbed), megabytesPerSecond(nanosForBytes()), disturbance, seed);
    }

    @Test
    void a_wire_that_is_cut_is_noticed_on_both_sides() throws Exception {
        start("loop", 0);
        String ends = "1@%s 2@%s".formatted((Object[]) addresses().split(" ", -1));
        for (int host = 0; host < 2; host++) {
            workers.get(host).say("trial 1 %d %s allReduce 5 %s".formatted(host, RANKS, ends));
        }
        workers.forEach(worker -> worker.await("looping"));
        wire.cut();
        long cut = System.nanoTime();
        for (int host = 0; host < 2; host++) {
            ChildProcess.Line trouble = workers.get(host).awaitLine("trouble");
            System.out.printf(
                    "TwoHostsTest host %d noticed after %d ms: %s%n",
                    host, (trouble.nanos() - cut) / 1_000_000, trouble.text());
            assertThat(trouble.text()).startsWith((1 - host) + " it");
            assertThat(trouble.nanos() - cut).isLessThan(NOTICE_NANOS);
            workers.get(host).say("lost %d its lanes are broken".formatted(1 - host));
        }
        assertEnds(0, List.of("0"), 1);
        assertEnds(1, List.of("1", "2"), 0);
        workers.forEach(worker -> worker.await("closed"));
    }

    private void assertEnds(int host, List<String> ranks, int lost) {
        for (int i = 0; i < ranks.size(); i++) {
            assertThat(workers.get(host).await("ended"))
                    .matches(("(%s) RankLostException: rank %d on host %s is lost \\(its lanes are broken\\)"
                                    + " while rank \\1 was in allReduce\\(.*\\), call \\d+ of communicator 1\\.1")
                            .formatted(String.join("|", ranks), lost, Wire.address(1 - host)));
        }
    }

    private static String inMemory(long seed) {
        String[] digests = new String[3];
        RankThreads.run(
                3,
                communicator -> digests[communicator.rank()] =
                        Long.toHexString(LaneWorker.play("long steps", communicator, seed)));
        return String.join(" ", digests);
    }

    private long nanosForBytes() throws InterruptedException, IOException {
        start("goodput", 0);
        long nanos = Long.parseLong(workers.get(0).await("digest"), 16);
        end();
        return nanos;
    }

    private static double megabytesPerSecond(long nanos) {
        return LaneWorker.GOODPUT_BYTES * 1e3 / nanos;
    }

    private void start(String program, long seed) {
        for (int host = 0; host < 2; host++) {
            Path folder = LaneHost.newFolder();
            folders.add(folder);
            String[] loop = {program, folder.toString(), "UDP", Wire.address(host)};
            String[] others = {
                program, folder.toString(), "UDP", "" + host, "" + seed, RANKS, Wire.address(host),
            };
            workers.add(ChildProcess.start(wire.on(host), OwnHostWorker.class, program.equals("loop") ? loop : others));
        }
        if (!program.equals("loop")) {
            String addresses = addresses();
            workers.forEach(worker -> worker.say(addresses));
        }
    }

    private String addresses() {
        return workers.stream().map(worker -> worker.await("address")).collect(Collectors.joining(" "));
    }

    /** Processes that are killed leave their folders. */
    private void end() throws InterruptedException, IOException {
        for (ChildProcess worker : workers) {
            worker.close();
            worker.exitCode();
        }
        workers.clear();
        for (Path folder : folders) {
            delete(folder.getParent());
        }
        folders.clear();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}

package dev.weft.collectives.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.recovery.CycleEffect.Forward;
import dev.weft.collectives.recovery.CycleEffect.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ReceiveCycleTest {
    private static final int NOBODY = -1;

    /** Ranks that wait for others, or for nobody, in a few processes; probes arrive in random order. */
    private static final class Graph {
        final Random random;
        final int[] waitsFor;
        final long[] waits;
        final ReceiveCycle[] processes;
        final List<Probe> onTheirWay = new ArrayList<>();
        final List<Cycle> found = new ArrayList<>();
        int probes;

        Graph(long seed, int processes, int... waitsFor) {
            this.random = new Random(seed);
            this.waitsFor = waitsFor;
            this.waits = new long[waitsFor.length];
            this.processes = new ReceiveCycle[processes];
            Arrays.setAll(this.processes, _ -> new ReceiveCycle());
        }

        ReceiveCycle process(int rank) {
            return processes[rank % processes.length];
        }

        void follow(List<CycleEffect> effects) {
            for (CycleEffect effect : effects) {
                switch (effect) {
                    case Forward(Probe probe) -> onTheirWay.add(Probe.fromBytes(probe.toBytes()));
                    case Found(Cycle cycle) -> found.add(cycle);
                }
            }
        }

        Graph tick(int rank) {
            if (waitsFor[rank] != NOBODY) {
                follow(process(rank)
                        .waits(rank, waitsFor[rank], waits[rank], "receive(source=" + waitsFor[rank] + ")"));
            }
            return this;
        }

        Graph tickAll() {
            List<Integer> ranks =
                    new ArrayList<>(IntStream.range(0, waitsFor.length).boxed().toList());
            Collections.shuffle(ranks, random);
            ranks.forEach(this::tick);
            return this;
        }

        Graph deliverAll() {
            while (!onTheirWay.isEmpty()) {
                Collections.swap(onTheirWay, random.nextInt(onTheirWay.size()), onTheirWay.size() - 1);
                Probe probe = onTheirWay.removeLast();
                probes++;
                follow(process(probe.to()).received(probe));
            }
            return this;
        }

        Graph rounds(int ticks) {
            for (int i = 0; i < ticks; i++) {
                tickAll().deliverAll();
            }
            return this;
        }

        /** The rank waits anew, for the same one. */
        void waitsAnew(int rank) {
            process(rank).waitsNoMore(rank);
            waits[rank]++;
        }
    }

    private static WaitingCall call(int rank, int source) {
        return new WaitingCall(rank, 0, "receive(source=" + source + ")");
    }

    private static int[] ring(int length) {
        return IntStream.range(0, length).map(i -> (i + 1) % length).toArray();
    }

    // ---- one circle

    @Test
    void twiceRoundWithAPauseBetween() {
        var graph = new Graph(1, 3, 1, 2, 0);
        assertThat(graph.rounds(1).found).isEmpty();
        assertThat(graph.rounds(1).found).as("tick 2 is the pause").isEmpty();
        assertThat(graph.rounds(1).found).containsExactly(new Cycle(List.of(call(0, 1), call(1, 2), call(2, 0)), 3));
        assertThat(graph.rounds(5).found).as("told once").hasSize(1);
    }

    @Test
    void roundsThatWereBegunBeforeTheFirstCameBackDoNotCount() {
        var graph = new Graph(1, 2, 1, 0).tickAll().tickAll().tickAll().deliverAll();
        assertThat(graph.found).isEmpty();
        graph.tickAll().deliverAll();
        assertThat(graph.found).as("the pause").isEmpty();
        graph.tickAll().deliverAll();
        assertThat(graph.found).hasSize(1);
    }

    @Test
    void probesThatAreLostAreFollowedByOthers() {
        var graph = new Graph(1, 2, 1, 0);
        for (int i = 0; i < 4; i++) {
            graph.tickAll();
            graph.onTheirWay.clear();
        }
        assertThat(graph.rounds(3).found).hasSize(1);
    }

    @Test
    void whoWaitsAnewBetweenTheRoundsBeginsAllAnew() {
        var graph = new Graph(1, 2, 1, 2, 0).rounds(2);
        graph.waitsAnew(1);
        assertThat(graph.rounds(1).found).as("rank 1 went on").isEmpty();
        assertThat(graph.rounds(2).found).hasSize(1);
        assertThat(graph.found.getFirst().calls()).contains(new WaitingCall(1, 1, "receive(source=2)"));

        var other = new Graph(1, 2, 1, 2, 0).rounds(2);
        other.waitsAnew(0);
        assertThat(other.rounds(2).found).as("the initiator went on").isEmpty();
        assertThat(other.rounds(1).found).hasSize(1);
    }

    @Test
    void aProbeDiesWhereNobodyWaits() {
        var graph = new Graph(1, 2, 1, 0).tick(0).deliverAll();
        assertThat(graph.found).isEmpty();
        graph.process(0).waitsNoMore(0);
        assertThat(graph.tick(1).deliverAll().found).isEmpty();
        assertThat(graph.probes).isEqualTo(2);
    }

    @Test
    void aRankThatWaitsForItself() {
        List<Cycle> found = new Graph(1, 1, NOBODY, 1).rounds(3).found;
        assertThat(found).containsExactly(new Cycle(List.of(call(1, 1)), 1));
        assertThat(found.getFirst().text()).isEqualTo("rank 1 waits for itself: rank 1 in receive(source=1)");
    }

    @Test
    void ofALongCircleTheFirst32AreTold() {
        List<Cycle> found = new Graph(1, 7, ring(100)).rounds(3).found;
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().calls()).hasSize(32);
        assertThat(found.getFirst().length()).isEqualTo(100);
        assertThat(found.getFirst().text())
                .startsWith("ranks 0, 1, 2,")
                .contains(", 30, 31 and 68 more wait for each other in a circle: rank 0 in receive(source=1), rank 1")
                .endsWith("rank 31 in receive(source=32)");
    }

    @Test
    void aLongCircleThatChangesOutOfSightIsNotFound() {
        var graph = new Graph(1, 7, ring(100)).rounds(2);
        graph.waitsAnew(90);
        assertThat(graph.rounds(1).found).isEmpty();
        assertThat(graph.rounds(2).found).hasSize(1);
    }

    @Test
    void text() {
        var cycle = new Cycle(
                List.of(
                        new WaitingCall(0, 4, "receive(int[4], source=1, tag=7) at user.A.main(A.java:10)"),
                        new WaitingCall(1, 9, "receive(int[4], source=2) at user.A.main(A.java:12)"),
                        new WaitingCall(2, 1, "send(long[9], destination=0) at user.A.main(A.java:14)")),
                3);
        assertThat(cycle.text())
                .isEqualTo("ranks 0, 1 and 2 wait for each other in a circle: "
                        + "rank 0 in receive(int[4], source=1, tag=7) at user.A.main(A.java:10), "
                        + "rank 1 in receive(int[4], source=2) at user.A.main(A.java:12), "
                        + "rank 2 in send(long[9], destination=0) at user.A.main(A.java:14)");
    }

    // ---- many

    @Test
    void everyCircleOfARandomGraphIsFoundOnce() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            int ranks = 1 + random.nextInt(200);
            int idle = random.nextInt(20);
            int[] waitsFor = random.ints(ranks, 0, ranks)
                    .map(other -> random.nextInt(100) < idle ? NOBODY : other)
                    .toArray();
            List<Cycle> found = new Graph(seed, 1 + random.nextInt(8), waitsFor).rounds(4).found;

            assertThat(found).as("seed=" + seed).doesNotHaveDuplicates();
            var onCircles = new TreeSet<Integer>();
            found.forEach(cycle -> cycle.calls().forEach(each -> onCircles.add(each.rank())));
            assertThat(onCircles).as("seed=" + seed).isEqualTo(ranksOnCircles(waitsFor));
            assertThat(found.stream().mapToInt(Cycle::length).sum())
                    .as("seed=" + seed)
                    .isEqualTo(onCircles.size());
        }
    }

    private static Set<Integer> ranksOnCircles(int[] waitsFor) {
        var on = new TreeSet<Integer>();
        for (int first = 0; first < waitsFor.length; first++) {
            int rank = first;
            for (int steps = 0; rank != NOBODY && steps < waitsFor.length; steps++) {
                rank = waitsFor[rank];
            }
            // After so many steps each rank is on a circle or at an end; all of a circle are reached from its own
            // ranks.
            for (int steps = 0; rank != NOBODY && steps < waitsFor.length; steps++) {
                on.add(rank);
                rank = waitsFor[rank];
            }
        }
        return on;
    }

    @Test
    void aLongChainIsNoCircle() {
        int ranks = 200;
        int[] chain = ring(ranks);
        chain[ranks - 1] = NOBODY;
        var graph = new Graph(1, 8, chain).rounds(4);
        assertThat(graph.found).isEmpty();
        assertThat(graph.probes).as("each probe goes to the end").isEqualTo(4 * (ranks * (ranks - 1) / 2));
    }

    @Test
    void aProbeThatGetsIntoACircleFromOutsidePassesEachRankOnce() {
        int ranks = 200;
        int[] chain = ring(ranks);
        chain[ranks - 1] = ranks - 2;
        var graph = new Graph(1, 8, chain).rounds(1);
        assertThat(graph.found).isEmpty();
        assertThat(graph.probes).isLessThanOrEqualTo(ranks * (ranks + 1) / 2);
        assertThat(graph.rounds(2).found).hasSize(1);
    }

    // ---- on the wire

    @Test
    void onTheWire() {
        Probe light = Probe.from(new WaitingCall(3, 1L << 40, "receive()"), 5, 17, false);
        assertThat(Probe.fromBytes(light.toBytes())).isEqualTo(light);
        assertThat(light.toBytes()).hasSize(38);

        Probe probe = Probe.from(new WaitingCall(3, 1, "x".repeat(199) + "…"), 4, Long.MAX_VALUE, true);
        for (int rank = 4; rank < 200; rank++) {
            probe = probe.past(new WaitingCall(rank, rank, "…".repeat(1000)), rank + 1);
        }
        assertThat(Probe.fromBytes(probe.toBytes())).isEqualTo(probe);
        assertThat(probe.toBytes()).hasSizeLessThan(40_000);
        assertThat(probe.path()).hasSize(Probe.MAX_PATH);
        assertThat(probe.length()).isEqualTo(197);
        assertThat(probe.path().getLast().call().getBytes(StandardCharsets.UTF_8))
                .hasSize(603);
    }
}

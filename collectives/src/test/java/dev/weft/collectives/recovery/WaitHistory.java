package dev.weft.collectives.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Programs that send and receive at random on virtual time, until all of them have ended or wait for ever. Messages take less than a tick,
 * probes any time, and overtake each other and messages. Every report has to be true when it is made, every circle that is there at the end
 * has to be reported, once.
 */
final class WaitHistory {
    /** How the processes use {@link ReceiveCycle}: as they should, or not. */
    enum Use {
        RIGHT,
        /** Ticks faster than messages. */
        HURRIED,
        /** Nobody says that a wait has ended. */
        FORGETFUL
    }

    private static final int TICK = 1000;
    private static final int NOBODY = -1;

    private record Timed(long at, long order, Runnable what) implements Comparable<Timed> {
        @Override
        public int compareTo(Timed other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final long seed;
    private final Random random;
    private final Use use;
    private final Program[] programs;
    private final ReceiveCycle[] processes;
    private final int messageTime;
    private final int probeTime;
    private final int[][] onTheirWay;
    private final int[][] arrived;
    private final PriorityQueue<Timed> queue = new PriorityQueue<>();
    private final TreeSet<Integer> foundFrom = new TreeSet<>();
    private long now;
    private long order;

    int waitsThatEnded;

    WaitHistory(long seed, Use use) {
        this.seed = seed;
        this.use = use;
        this.random = new Random(seed);
        int ranks = 1 + random.nextInt(random.nextBoolean() ? 3 : 8);
        this.programs = new Program[ranks];
        this.processes = new ReceiveCycle[1 + random.nextInt(ranks)];
        this.messageTime = 1 + random.nextInt(random.nextBoolean() ? TICK - 1 : TICK / 20);
        this.probeTime = 1 + random.nextInt(random.nextBoolean() ? 2 * TICK : TICK / 100);
        this.onTheirWay = new int[ranks][ranks];
        this.arrived = new int[ranks][ranks];
        Arrays.setAll(programs, Program::new);
        Arrays.setAll(processes, _ -> new ReceiveCycle());
    }

    /** Returns how many circles there were. */
    int run() {
        for (Program program : programs) {
            after(random.nextInt(TICK), program::step);
        }
        long end = 60 * TICK + 2L * programs.length * probeTime;
        while (!queue.isEmpty() && queue.peek().at < end) {
            Timed next = queue.remove();
            now = next.at;
            next.what.run();
        }
        assertThat(foundFrom).as("seed=%d: the circles that were found", seed).isEqualTo(circles());
        return foundFrom.size();
    }

    private void after(int time, Runnable what) {
        queue.add(new Timed(now + time, order++, what));
    }

    /** The lowest rank of each circle. */
    private Set<Integer> circles() {
        var lowest = new TreeSet<Integer>();
        for (int first = 0; first < programs.length; first++) {
            var seen = new BitSet();
            int rank = first;
            while (rank != NOBODY && rank >= first && !seen.get(rank)) {
                seen.set(rank);
                rank = programs[rank].waitsFor;
            }
            if (rank == first) {
                lowest.add(first);
            }
        }
        return lowest;
    }

    private void follow(List<CycleEffect> effects) {
        for (CycleEffect effect : effects) {
            switch (effect) {
                case CycleEffect.Forward(Probe probe) -> {
                    byte[] wire = probe.toBytes();
                    after(1 + random.nextInt(probeTime), () -> {
                        Probe there = Probe.fromBytes(wire);
                        follow(programs[there.to()].process().received(there));
                    });
                }
                case CycleEffect.Found(Cycle cycle) -> check(cycle);
            }
        }
    }

    private void check(Cycle cycle) {
        List<WaitingCall> calls = cycle.calls();
        assertThat(calls).as("seed=%d: %s", seed, cycle).hasSize(cycle.length()).doesNotHaveDuplicates();
        for (int i = 0; i < calls.size(); i++) {
            WaitingCall call = calls.get(i);
            int next = calls.get((i + 1) % calls.size()).rank();
            Program program = programs[call.rank()];
            assertThat(program.waitsFor)
                    .as("seed=%d: %s, rank %d", seed, cycle.text(), call.rank())
                    .isEqualTo(next);
            assertThat(program.waits)
                    .as("seed=%d: the waits of rank %d", seed, call.rank())
                    .isEqualTo(call.number());
            assertThat(onTheirWay[next][call.rank()])
                    .as("seed=%d: messages to rank %d", seed, call.rank())
                    .isZero();
        }
        int lowest = IntStream.range(0, calls.size())
                .map(i -> calls.get(i).rank())
                .min()
                .orElseThrow();
        assertThat(foundFrom.add(lowest))
                .as("seed=%d: found once: %s", seed, cycle.text())
                .isTrue();
    }

    private final class Program {
        final int rank;
        int calls = random.nextInt(40);
        int waitsFor = NOBODY;
        long waits;

        Program(int rank) {
            this.rank = rank;
        }

        ReceiveCycle process() {
            return processes[rank % processes.length];
        }

        void step() {
            if (calls-- > 0) {
                int[] senders = IntStream.range(0, programs.length)
                        .filter(sender -> onTheirWay[sender][rank] > 0)
                        .toArray();
                int other = random.nextInt(programs.length);
                if (senders.length > 0 && random.nextInt(4) > 0) {
                    receive(senders[random.nextInt(senders.length)]);
                } else if (random.nextInt(8) > 0) {
                    send(other);
                } else {
                    receive(other);
                }
            }
        }

        private void goOn() {
            after(random.nextInt(random.nextBoolean() ? 10 : TICK), this::step);
        }

        private void send(int to) {
            onTheirWay[rank][to]++;
            after(random.nextInt(messageTime), () -> {
                onTheirWay[rank][to]--;
                arrived[rank][to]++;
                programs[to].arrived(rank);
            });
            goOn();
        }

        private void receive(int from) {
            if (arrived[from][rank] > 0) {
                arrived[from][rank]--;
                goOn();
            } else {
                waitsFor = from;
                long number = ++waits;
                after(random.nextInt(TICK), () -> tick(number));
            }
        }

        private void arrived(int from) {
            if (waitsFor == from) {
                waitsFor = NOBODY;
                waitsThatEnded++;
                arrived[from][rank]--;
                if (use != Use.FORGETFUL) {
                    process().waitsNoMore(rank);
                }
                goOn();
            }
        }

        private void tick(long number) {
            if (waits == number && waitsFor != NOBODY) {
                follow(process().waits(rank, waitsFor, number, "receive(int, source=" + waitsFor + ")"));
                int pause = TICK + random.nextInt(TICK / 10);
                after(use == Use.HURRIED ? pause / 20 : pause, () -> tick(number));
            }
        }
    }
}

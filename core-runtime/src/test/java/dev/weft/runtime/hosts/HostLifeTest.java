package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HostLifeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HISTORIES = 10_000;

    private static final String TABLE = """
            event   | JOINING  ALIVE    SUSPECT  DRAINING FENCED GONE
            heard   | ALIVE    ALIVE    ALIVE    DRAINING FENCED GONE
            drain   | DRAINING DRAINING DRAINING DRAINING FENCED GONE
            ended   | GONE     GONE     GONE     GONE     GONE   GONE
            4 s     | JOINING  SUSPECT  SUSPECT  DRAINING FENCED GONE
            6 s     | JOINING  FENCED   FENCED   FENCED   FENCED GONE
            """;

    /** In this state, having been heard of at time 0 where that matters. */
    private static HostLife in(HostState state) {
        var life = new HostLife(0);
        if (state != HostState.JOINING) {
            life.on(new HostEvent.Heard(), 0);
        }
        switch (state) {
            case JOINING, ALIVE -> {}
            case SUSPECT -> silence(life, 4);
            case DRAINING -> life.on(new HostEvent.DrainAsked(), 0);
            case FENCED -> silence(life, 6);
            case GONE -> life.on(new HostEvent.Ended("its ssh ended"), 0);
        }
        assertThat(life.state()).isEqualTo(state);
        return life;
    }

    private static List<HostEffect> silence(HostLife life, int seconds) {
        var effects = new ArrayList<HostEffect>();
        for (long now = 0; now <= seconds * SECOND; now += SECOND / 4) {
            effects.addAll(life.on(new HostEvent.Tick(), now));
        }
        return effects;
    }

    private static void happens(String event, HostLife life) {
        switch (event) {
            case "heard" -> life.on(new HostEvent.Heard(), 4 * SECOND);
            case "drain" -> life.on(new HostEvent.DrainAsked(), 4 * SECOND);
            case "ended" -> life.on(new HostEvent.Ended("its ssh ended"), 4 * SECOND);
            case "4 s" -> silence(life, 4);
            case "6 s" -> silence(life, 6);
            default -> throw new IllegalArgumentException(event);
        }
    }

    @Test
    void everyTransition() {
        List<String> lines = TABLE.lines().toList();
        String[] states = lines.getFirst().split("\\|", 2)[1].strip().split(" +", -1);
        assertThat(states).hasSize(HostState.values().length);
        for (String line : lines.subList(1, lines.size())) {
            String event = line.split("\\|", 2)[0].strip();
            String[] expected = line.split("\\|", 2)[1].strip().split(" +", -1);
            for (int i = 0; i < states.length; i++) {
                HostLife life = in(HostState.valueOf(states[i]));
                happens(event, life);
                assertThat(life.state()).as(states[i] + ", " + event).hasToString(expected[i]);
            }
        }
    }

    @Test
    void silenceIsSuspectFirstAndThenFencedAtOnce() {
        HostLife life = in(HostState.ALIVE);
        assertThat(silence(life, 8))
                .containsExactly(
                        new HostEffect.Became(HostState.SUSPECT, "silent for 3 s"),
                        new HostEffect.Became(HostState.FENCED, "silent for 5 s"),
                        new HostEffect.Lose("it has been silent for 5 s"),
                        new HostEffect.Cut());
    }

    @Test
    void whereTheAgentItselfStoodStillNobodyIsSuspect() {
        HostLife life = in(HostState.ALIVE);
        assertThat(life.on(new HostEvent.Tick(), 60 * SECOND)).isEmpty();
        assertThat(life.on(new HostEvent.Tick(), 62 * SECOND)).isEmpty();
        assertThat(life.state()).isEqualTo(HostState.ALIVE);
    }

    /** Heartbeats are late, stop and come again; hosts are drained and end at any moment. */
    @Test
    void everyHistory() {
        Map<HostState, Integer> ends = new EnumMap<>(HostState.class);
        for (int seed = 0; seed < HISTORIES; seed++) {
            ends.merge(history(seed), 1, Integer::sum);
        }
        System.out.println("hosts after " + HISTORIES + " histories: " + ends);
        assertThat(ends).containsKeys(HostState.ALIVE, HostState.DRAINING, HostState.FENCED, HostState.GONE);
    }

    private static HostState history(int seed) {
        var random = new Random(seed);
        var life = new HostLife(0);
        long quietUntil = 0;
        long heard = -1;
        int lost = 0;
        int drained = 0;
        for (long now = 0; now < 60 * SECOND; now += SECOND / 4) {
            HostState before = life.state();
            var effects = new ArrayList<>(life.on(new HostEvent.Tick(), now));
            boolean silent = heard >= 0 && now - heard > HostLife.FENCE_AFTER.toNanos();
            if (before != HostState.GONE && before != HostState.JOINING) {
                assertThat(life.state() == HostState.FENCED)
                        .as("seed=%d at %d ms: fenced", seed, now / 1_000_000)
                        .isEqualTo(silent || before == HostState.FENCED);
            }
            if (now >= quietUntil && now % SECOND == 0) {
                effects.addAll(life.on(new HostEvent.Heard(), now));
                heard = now;
                quietUntil = random.nextInt(10) == 0 ? now + (long) (random.nextDouble() * 7 * SECOND) : now;
            }
            if (random.nextInt(200) == 0) {
                effects.addAll(life.on(new HostEvent.DrainAsked(), now));
            }
            if (random.nextInt(400) == 0) {
                effects.addAll(life.on(new HostEvent.Ended("its ssh ended"), now));
            }
            lost += (int)
                    effects.stream().filter(HostEffect.Lose.class::isInstance).count();
            drained += (int)
                    effects.stream().filter(HostEffect.Drain.class::isInstance).count();
            boolean over = before == HostState.FENCED || before == HostState.GONE;
            assertThat(!over || life.state() == before || life.state() == HostState.GONE)
                    .as("seed=%d: %s after %s", seed, life.state(), before)
                    .isTrue();
        }
        boolean over = life.state() == HostState.FENCED || life.state() == HostState.GONE;
        assertThat(lost).as("seed=%d: its processes count as lost once", seed).isEqualTo(over ? 1 : 0);
        assertThat(drained).as("seed=%d", seed).isLessThanOrEqualTo(1);
        return life.state();
    }
}

package dev.weft.runtime.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One host's life in a job as a state machine: events in, effects out, the time passed in. Both sides speak each second. A host that is fenced never comes
 * back; what runs there ends by itself, since it hears nothing either.
 */
final class HostLife {
    static final Duration SUSPECT_AFTER = Duration.ofSeconds(3);
    static final Duration FENCE_AFTER = Duration.ofSeconds(5);

    private HostState state = HostState.JOINING;
    private long heardNanos;
    private long tickNanos;

    HostLife(long nowNanos) {
        this.heardNanos = nowNanos;
        this.tickNanos = nowNanos;
    }

    HostState state() {
        return state;
    }

    List<HostEffect> on(HostEvent event, long nowNanos) {
        var effects = new ArrayList<HostEffect>();
        if (state == HostState.GONE) {
            return effects;
        }
        switch (event) {
            case HostEvent.Heard _ -> heard(nowNanos, effects);
            case HostEvent.DrainAsked _ -> drain(effects);
            case HostEvent.Ended(String why) -> ended(why, effects);
            case HostEvent.Tick _ -> tick(nowNanos, effects);
        }
        return effects;
    }

    private void become(HostState next, String evidence, List<HostEffect> effects) {
        state = next;
        effects.add(new HostEffect.Became(next, evidence));
    }

    private void heard(long nowNanos, List<HostEffect> effects) {
        heardNanos = nowNanos;
        switch (state) {
            case JOINING -> become(HostState.ALIVE, "its agent is there", effects);
            case SUSPECT -> become(HostState.ALIVE, "its agent speaks again", effects);
            case ALIVE, DRAINING, FENCED, GONE -> {}
        }
    }

    private void drain(List<HostEffect> effects) {
        switch (state) {
            case JOINING, ALIVE, SUSPECT -> {
                become(HostState.DRAINING, "it was asked to", effects);
                effects.add(new HostEffect.Drain());
            }
            case DRAINING, FENCED, GONE -> {}
        }
    }

    private void ended(String why, List<HostEffect> effects) {
        boolean fenced = state == HostState.FENCED;
        become(HostState.GONE, why, effects);
        if (!fenced) {
            effects.add(new HostEffect.Lose(why));
        }
    }

    /** Where this process itself stood still, silence says nothing. */
    private void tick(long nowNanos, List<HostEffect> effects) {
        boolean stoodStill = nowNanos - tickNanos > SUSPECT_AFTER.toNanos();
        tickNanos = nowNanos;
        if (stoodStill) {
            heardNanos = nowNanos;
        }
        long silent = nowNanos - heardNanos;
        switch (state) {
            case ALIVE, SUSPECT, DRAINING -> silent(silent, effects);
            case JOINING, FENCED, GONE -> {}
        }
    }

    private void silent(long nanos, List<HostEffect> effects) {
        String evidence = "silent for " + nanos / 1_000_000_000L + " s";
        if (nanos > FENCE_AFTER.toNanos()) {
            become(HostState.FENCED, evidence, effects);
            effects.add(new HostEffect.Lose("it has been " + evidence));
            effects.add(new HostEffect.Cut());
        } else if (nanos > SUSPECT_AFTER.toNanos() && state == HostState.ALIVE) {
            become(HostState.SUSPECT, evidence, effects);
        }
    }
}

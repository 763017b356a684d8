package dev.weft.collectives.recovery;

import dev.weft.collectives.recovery.CycleEffect.Forward;
import dev.weft.collectives.recovery.CycleEffect.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rank's long wait for another, and what its probes have found. */
final class LongWait {
    private final WaitingCall call;
    private final int forRank;
    /** The latest round of each other initiator that has come by. */
    private final Map<Integer, Long> passed = new HashMap<>();

    private @Nullable Probe cameBack;
    /** The round that was the latest to have begun when {@link #cameBack} came back. */
    private long begunBefore;

    private boolean rests;
    private boolean found;

    LongWait(WaitingCall call, int forRank) {
        this.call = call;
        this.forRank = forRank;
    }

    boolean is(long number) {
        return call.number() == number;
    }

    /** Begins a round; the tick after a probe has come back may follow at once, hence no round then. */
    List<CycleEffect> tick(long round) {
        boolean pauses = found || rests;
        rests = false;
        return pauses ? List.of() : List.of(new Forward(Probe.from(call, forRank, round, cameBack != null)));
    }

    /** A probe of another rank comes by; one that comes again goes round in a circle that its initiator is no part of. */
    List<CycleEffect> passes(Probe probe) {
        Long last = passed.get(probe.initiator());
        if (last != null && last >= probe.round()) {
            return List.of();
        }
        passed.put(probe.initiator(), probe.round());
        return List.of(new Forward(probe.past(call, forRank)));
    }

    /** A probe of this rank has come back. */
    List<CycleEffect> returns(Probe probe, long latestRound) {
        if (found || !is(probe.waitNumber()) || probe.round() <= begunBefore) {
            return List.of();
        }
        found = cameBack != null && probe.wentAs(cameBack);
        cameBack = probe;
        begunBefore = latestRound;
        rests = true;
        return found ? List.of(new Found(new Cycle(probe.path(), probe.length()))) : List.of();
    }
}

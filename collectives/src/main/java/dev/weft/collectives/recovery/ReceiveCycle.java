package dev.weft.collectives.recovery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One process's part in finding ranks that wait for each other in a circle, by edge chasing (Chandy, Misra and Haas, <i>Distributed Deadlock
 * Detection</i>, 1983, the single-resource model: who waits, waits for exactly one other). Events in, effects out; no clock, no threads in
 * it. Not thread-safe.
 *
 * <p>A rank that waits long sends a {@link Probe} to the rank that it waits for, which passes it on to the one that it waits for itself. It
 * dies at a rank that does not wait, and at one that is lower than its initiator: only the probe of the lowest rank of a circle gets round,
 * so each circle is found once. A probe that comes by a second time dies as well: its initiator waits for a circle without being part of it.
 * So a tick costs at most one probe for each rank that it passes, of some 40 bytes as long as it has not been round.
 *
 * <p><b>Why no circle is reported that isn't one.</b> When a probe has come round once, each rank on its way may have gone on since, or its
 * message may be on its way. So it goes round again, after a pause of one whole tick of its initiator, and must find every rank in the same
 * wait. Then at the moment when the second round began all these ranks were in those waits at once, and had been for a tick; a message takes
 * less than that, so all that they had been sent before had arrived, and had ended none of the waits.
 *
 * <pre>
 *   tick 1            0 asks 1, which asks 2, which asks 0: round once
 *   tick 2            pause
 *   tick 3            round again, now with the calls; the waits have the same numbers: found
 * </pre>
 */
public final class ReceiveCycle {
    private final Map<Integer, LongWait> waits = new HashMap<>();
    private long rounds;

    /**
     * A tick: a rank of this process has been waiting for another for long, and still does. To be told about once in a second, longer than a
     * message takes.
     *
     * @param waitNumber of the rank's waits, each has a higher number than all before
     * @param call as in {@link WaitingCall}
     */
    public List<CycleEffect> waits(int rank, int forRank, long waitNumber, String call) {
        LongWait wait = waits.get(rank);
        if (wait == null || !wait.is(waitNumber)) {
            wait = new LongWait(new WaitingCall(rank, waitNumber, call), forRank);
            waits.put(rank, wait);
        }
        rounds++;
        return wait.tick(rounds);
    }

    /** The rank goes on; to be told before it does anything that others can see. Of a wait that never got long, this need not be told. */
    public void waitsNoMore(int rank) {
        waits.remove(rank);
    }

    public List<CycleEffect> received(Probe probe) {
        LongWait wait = waits.get(probe.to());
        if (wait == null || probe.to() < probe.initiator()) {
            return List.of();
        }
        return probe.to() == probe.initiator() ? wait.returns(probe, rounds) : wait.passes(probe);
    }
}

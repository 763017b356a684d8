package dev.weft.collectives;

import dev.weft.collectives.recovery.CycleEffect;
import dev.weft.collectives.recovery.Probe;
import dev.weft.collectives.recovery.ReceiveCycle;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for circles of a group's ranks that wait for each other's messages, and ends the group by the first. */
final class CycleDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CycleDesk.class);

    private final RankGroup group;
    private final Failure failure;
    private final ReceiveCycle cycle = new ReceiveCycle();
    private final Queue<Probe> local = new ArrayDeque<>();

    CycleDesk(RankGroup group, Failure failure) {
        this.group = group;
        this.failure = failure;
    }

    /** Told every second of a wait. */
    synchronized void waits(int rank, int forRank, long waitNumber, String call) {
        carryOut(cycle.waits(rank, forRank, waitNumber, call));
    }

    synchronized void waitsNoMore(int rank) {
        cycle.waitsNoMore(rank);
    }

    /** A probe from another process. */
    synchronized void hears(MemorySegment bytes, long at, int length) {
        byte[] probe = new byte[length];
        MemorySegment.copy(bytes, at, MemorySegment.ofArray(probe), 0, length);
        carryOut(cycle.received(Probe.fromBytes(probe)));
    }

    /** Another process has found a circle. */
    void ends(String text) {
        failure.end(new Ending.Deadlock(text));
    }

    private void carryOut(Iterable<CycleEffect> effects) {
        perform(effects);
        for (Probe next = local.poll(); next != null; next = local.poll()) {
            perform(cycle.received(next));
        }
    }

    private void perform(Iterable<CycleEffect> effects) {
        for (CycleEffect effect : effects) {
            switch (effect) {
                case CycleEffect.Forward(Probe probe) -> forward(probe);
                case CycleEffect.Found found -> found(found.cycle().text());
            }
        }
    }

    private void forward(Probe probe) {
        if (group.roster().isLocal(probe.to())) {
            local.add(probe);
        } else {
            Frame frame = group.frame(FrameKind.CYCLE, 0, probe.to());
            frame.source = group.roster().localRank(0);
            group.links().post(group.roster().worker(probe.to()), LaneKind.CONTROL, Letter.of(frame, probe.toBytes()));
        }
    }

    private void found(String text) {
        LOG.warn("{}", text);
        if (failure.end(new Ending.Deadlock(text))) {
            group.tellOthers(FrameKind.DEADLOCK, group.roster().localRank(0), text);
        }
    }
}

package dev.weft.runtime.rank;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Traffic;
import dev.weft.runtime.LoadedSizes;
import java.util.function.LongSupplier;

/** Measures a rank; used by its program's thread, read when that has ended. */
final class RankMeter {
    private static final LoadedSizes NOTHING = new LoadedSizes(0, 0, 0, 0, 0);
    private static final long UNSET = Long.MIN_VALUE;

    private final LongSupplier nanoClock;
    private final Communicator communicator;
    private final long beganNanos;
    private boolean saidLoaded;
    private long loadedNanos;
    private Traffic loadTraffic = new Traffic(0, 0, 0, 0, 0, 0);
    private LoadedSizes sizes = NOTHING;
    private long firstStepBeganNanos = UNSET;
    private long firstStepNanos = UNSET;
    private long mostSteps;
    private long endedNanos;
    private Traffic traffic = loadTraffic;

    RankMeter(LongSupplier nanoClock, Communicator communicator) {
        this.nanoClock = nanoClock;
        this.communicator = communicator;
        this.beganNanos = nanoClock.getAsLong();
        this.loadedNanos = beganNanos;
    }

    /** The first time counts. */
    void loaded(LoadedSizes newSizes) {
        if (saidLoaded) {
            return;
        }
        saidLoaded = true;
        loadedNanos = nanoClock.getAsLong();
        loadTraffic = communicator.traffic();
        sizes = newSizes;
    }

    void stepBegins(long step) {
        mostSteps = Math.max(mostSteps, step + 1);
        if (firstStepBeganNanos == UNSET) {
            firstStepBeganNanos = nanoClock.getAsLong();
        }
    }

    /** A step's body has ended; only the first step's end counts. */
    void stepEnds() {
        if (firstStepBeganNanos != UNSET && firstStepNanos == UNSET) {
            firstStepNanos = nanoClock.getAsLong() - firstStepBeganNanos;
        }
    }

    void end() {
        stepEnds();
        endedNanos = nanoClock.getAsLong();
        traffic = communicator.traffic();
    }

    RankMeasure measure() {
        return new RankMeasure(
                beganNanos,
                saidLoaded,
                loadedNanos,
                endedNanos,
                Math.max(0, firstStepNanos),
                mostSteps,
                sizes,
                traffic.bytesFromMemory(),
                traffic.bytesFromLanes(),
                traffic.callNanos() - loadTraffic.callNanos(),
                traffic.waitNanos() - loadTraffic.waitNanos());
    }
}

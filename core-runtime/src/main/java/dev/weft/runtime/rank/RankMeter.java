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
    private long firstStepNanos = UNSET;
    private long stepBeganNanos = UNSET;
    private long waitedBeforeStepNanos;
    private StepTime lastStep = StepTime.NONE;
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

    void loopBegins() {
        stepEnds();
        lastStep = StepTime.NONE;
    }

    void stepBegins(long step) {
        mostSteps = Math.max(mostSteps, step + 1);
        waitedBeforeStepNanos = communicator.traffic().waitNanos();
        stepBeganNanos = nanoClock.getAsLong();
    }

    void stepEnds() {
        if (stepBeganNanos == UNSET) {
            return;
        }
        long whole = nanoClock.getAsLong() - stepBeganNanos;
        long waited = communicator.traffic().waitNanos() - waitedBeforeStepNanos;
        lastStep = new StepTime(Math.max(0, whole - waited), whole);
        stepBeganNanos = UNSET;
        if (firstStepNanos == UNSET) {
            firstStepNanos = whole;
        }
    }

    /** Of the loop that runs. */
    StepTime lastStep() {
        return lastStep;
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

package dev.weft.runtime.cluster;

import dev.weft.runtime.ProgramExitedException;
import dev.weft.runtime.hosts.ProcessEnd;
import dev.weft.runtime.supervision.RankFailure;
import java.util.stream.Stream;

/** Why an epoch ended. */
sealed interface EpochCause {
    /** One sentence. */
    String text();

    /** Whether something failed, rather than was arranged: then state is saved more often. */
    default boolean isFailure() {
        return !(this instanceof Left || this instanceof Rebalanced);
    }

    /** A rank's program threw. */
    record Program(RankFailure failure) implements EpochCause {
        @Override
        public String text() {
            return String.valueOf(failure.toException().getMessage());
        }

        /** Whether its process has no memory left: nothing in it can be relied on. */
        boolean isOutOfMemory() {
            return Stream.iterate(failure.cause(), cause -> cause != null, Throwable::getCause)
                    .anyMatch(OutOfMemoryError.class::isInstance);
        }

        /** Whether its process ends by the program's own call. */
        boolean isExit() {
            return failure.cause() instanceof ProgramExitedException;
        }

        /** Whether it is the same exception at the same step: a bug, not a fault. */
        boolean repeats(Program earlier) {
            return failure.step() == earlier.failure.step()
                    && failure.cause().toString().equals(earlier.failure.cause().toString());
        }
    }

    /**
     * A worker's process is gone.
     *
     * @param worker -1 if it was none yet
     * @param evidence what showed it, e.g. {@code "its process 4711 ended by signal 9"}
     */
    record Lost(int worker, int process, String evidence) implements EpochCause {
        /** Whether its process most likely had no memory left. */
        boolean isOutOfMemory() {
            return ProcessEnd.isForWantOfMemory(evidence);
        }

        @Override
        public String text() {
            return (worker < 0 ? "a process that was no worker yet" : "worker " + worker) + " was lost: " + evidence;
        }
    }

    /** A worker can't talk to another one any more, though both seem to live. */
    record Broken(int worker, String reason) implements EpochCause {
        @Override
        public String text() {
            return "worker " + worker + " lost touch: " + reason;
        }
    }

    /** A host is to be left. */
    record Left(String text) implements EpochCause {}

    /** Ranks are to have shares of the work that fit their speeds better. */
    record Rebalanced(String text) implements EpochCause {}

    /** What the epoch went on from could not be restored, or what it gave is not what was there before. */
    record State(String text) implements EpochCause {}
}

package dev.weft.runtime;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * A misfortune on purpose, to see a job recover. One with a step strikes when a rank enters the boundary of that step. Each strikes once in the
 * life of a job. {@code toString} gives what {@link #parse} reads.
 */
public sealed interface Fault {
    /** Befalls the store of the job's checkpoints. */
    sealed interface OfStore extends Fault {}

    /** The worker's process is ended by force (SIGKILL) when its first rank gets there. */
    record KillWorker(int worker, long step) implements Fault {
        @Override
        public String toString() {
            return "kill worker=" + worker + " at step=" + step;
        }
    }

    /**
     * The worker's process is ended by force when its ranks' state is copied at a boundary, and nothing of the copy is in the store yet.
     *
     * @param step of that boundary; {@link #ANY_STEP} for the first one at which the worker saves
     */
    record KillDuringSave(int worker, long step) implements Fault {
        @Override
        public String toString() {
            return "kill worker=" + worker + " during=save" + (step == ANY_STEP ? "" : " at step=" + step);
        }
    }

    /** The rank gets an exception. */
    record KillRank(int rank, long step) implements Fault {
        @Override
        public String toString() {
            return "kill rank=" + rank + " at step=" + step;
        }
    }

    /** The rank takes memory until its process has none left. */
    record ExhaustHeap(int rank, long step) implements Fault {
        @Override
        public String toString() {
            return "exhaust heap rank=" + rank + " at step=" + step;
        }
    }

    /** The worker's process stands still for a while (SIGSTOP, then SIGCONT). */
    record PauseWorker(int worker, long step, Duration duration) implements Fault {
        @Override
        public String toString() {
            return "pause worker=" + worker + " at step=" + step + " for=" + duration.toMillis() + "ms";
        }
    }

    /**
     * All the time, some calls of the store fail: half of them before they are made, half after. Retries are to make up for it.
     *
     * @param share of the calls, from 0 to 1
     * @param seed of which
     */
    record StoreErrors(double share, long seed) implements OfStore {
        public StoreErrors {
            if (!(share >= 0 && share <= 1)) {
                throw new UsageException(
                        "errors=" + plain(share) + " of the store: give the share of calls that fail, from 0 to 1");
            }
        }

        @Override
        public String toString() {
            return "store errors=" + plain(share) + " seed=" + seed;
        }
    }

    /** All the time, calls of the store take so many times as long. */
    record StoreSlow(double factor) implements OfStore {
        public StoreSlow {
            if (!(factor >= 1 && factor <= 1e6)) {
                throw new UsageException("slow=" + plain(factor) + "x of the store: give from 1x to 1000000x");
            }
        }

        @Override
        public String toString() {
            return "store slow=" + plain(factor) + "x";
        }
    }

    /** From that boundary on, to the end of the job, the store takes no writes. Saves that were begun before come to their end. */
    record DiskFull(long step) implements OfStore {
        @Override
        public String toString() {
            return "disk full at step=" + step;
        }
    }

    private static String plain(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    /** In place of a step. */
    long ANY_STEP = -1;

    /** Random kills strike at one of so many steps. */
    int RANDOM_STEPS = 8;

    /**
     * Reads what {@code weft run --inject} takes; {@code random kills=2 seed=7} is that many kills of workers at random steps before step
     * {@value #RANDOM_STEPS}.
     *
     * @throws UsageException if the text is no fault, or there is no such worker
     */
    static List<Fault> parse(String text, int workers) {
        return FaultText.parse(text.strip(), workers);
    }
}

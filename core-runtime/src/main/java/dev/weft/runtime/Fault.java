package dev.weft.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A misfortune on purpose, to see a job recover: it strikes when a rank enters the boundary of a step, once in the life of a job.
 */
public sealed interface Fault {
    /** The step at whose boundary it strikes. */
    long step();

    /** The worker's process is ended by force (SIGKILL) when its first rank gets there. */
    record KillWorker(int worker, long step) implements Fault {
        @Override
        public String toString() {
            return "kill worker=" + worker + " at step=" + step;
        }
    }

    /** The rank gets an exception. */
    record KillRank(int rank, long step) implements Fault {
        @Override
        public String toString() {
            return "kill rank=" + rank + " at step=" + step;
        }
    }

    /** The worker's process stands still for a while (SIGSTOP, then SIGCONT). */
    record PauseWorker(int worker, long step, Duration duration) implements Fault {
        @Override
        public String toString() {
            return "pause worker=" + worker + " at step=" + step + " for=" + duration.toMillis() + "ms";
        }
    }

    /** Random kills strike at one of so many steps. */
    int RANDOM_STEPS = 8;

    /**
     * Reads {@code kill worker=1 at step=5}, {@code kill rank=3 at step=2}, {@code pause worker=0 at step=4 for=15s} or
     * {@code random kills=2 seed=7}, which is that many kills of workers at random steps before step {@value #RANDOM_STEPS}.
     *
     * @throws UsageException if the text is none of these
     */
    static List<Fault> parse(String text, int workers) {
        Matcher kill = Pattern.compile("kill (worker|rank)=(\\d{1,9}) at step=(\\d{1,18})")
                .matcher(text.strip());
        if (kill.matches()) {
            int target = Integer.parseInt(kill.group(2));
            long step = Long.parseLong(kill.group(3));
            return List.of(kill.group(1).equals("rank") ? new KillRank(target, step) : new KillWorker(target, step));
        }
        Matcher pause = Pattern.compile("pause worker=(\\d{1,9}) at step=(\\d{1,18}) for=(\\d{1,9})(ms|s)")
                .matcher(text.strip());
        if (pause.matches()) {
            long amount = Long.parseLong(pause.group(3));
            return List.of(new PauseWorker(
                    Integer.parseInt(pause.group(1)),
                    Long.parseLong(pause.group(2)),
                    pause.group(4).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount)));
        }
        Matcher random =
                Pattern.compile("random kills=(\\d{1,4}) seed=(-?\\d{1,18})").matcher(text.strip());
        if (random.matches()) {
            return randomKills(Integer.parseInt(random.group(1)), Long.parseLong(random.group(2)), workers);
        }
        throw new UsageException("the fault \"" + text
                + "\" is unknown: write \"kill worker=1 at step=5\", \"kill rank=3 at step=2\", \"pause worker=0 at step=4 for=15s\""
                + " or \"random kills=2 seed=7\"");
    }

    private static List<Fault> randomKills(int kills, long seed, int workers) {
        var random = new Random(seed);
        var faults = new ArrayList<Fault>();
        for (int i = 0; i < kills; i++) {
            faults.add(new KillWorker(random.nextInt(workers), random.nextInt(RANDOM_STEPS)));
        }
        return faults;
    }
}

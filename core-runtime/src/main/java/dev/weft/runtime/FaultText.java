package dev.weft.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads the words for a {@link Fault}. */
final class FaultText {
    private static final String NUMBER = "(\\d{1,9})";
    private static final String AT_STEP = " at step=(\\d{1,18})";
    private static final String DECIMAL = "(\\d{1,9}(?:\\.\\d{1,20})?)";
    private static final String SEED = " seed=(-?\\d{1,18})";

    /** Makes faults of a text's numbers. */
    private interface Maker {
        List<Fault> faults(MatchResult words, int workers);
    }

    private record Form(Pattern pattern, Maker maker) {}

    private static final List<Form> FORMS = List.of(
            form("kill worker=" + NUMBER + AT_STEP, words -> new Fault.KillWorker(number(words, 1), step(words, 2))),
            form(
                    "kill worker=" + NUMBER + " during=save",
                    words -> new Fault.KillDuringSave(number(words, 1), Fault.ANY_STEP)),
            form(
                    "kill worker=" + NUMBER + " during=save" + AT_STEP,
                    words -> new Fault.KillDuringSave(number(words, 1), step(words, 2))),
            form("kill rank=" + NUMBER + AT_STEP, words -> new Fault.KillRank(number(words, 1), step(words, 2))),
            form(
                    "exhaust heap rank=" + NUMBER + AT_STEP,
                    words -> new Fault.ExhaustHeap(number(words, 1), step(words, 2))),
            form(
                    "pause worker=" + NUMBER + AT_STEP + " for=" + NUMBER + "(ms|s)",
                    words -> new Fault.PauseWorker(number(words, 1), step(words, 2), duration(words))),
            form(
                    "store errors=" + DECIMAL + SEED,
                    words -> new Fault.StoreErrors(Double.parseDouble(words.group(1)), Long.parseLong(words.group(2)))),
            form("store slow=" + DECIMAL + "x", words -> new Fault.StoreSlow(Double.parseDouble(words.group(1)))),
            form("disk full" + AT_STEP, words -> new Fault.DiskFull(step(words, 1))),
            new Form(
                    Pattern.compile("random kills=(\\d{1,4})" + SEED),
                    (words, workers) -> randomKills(number(words, 1), Long.parseLong(words.group(2)), workers)));

    private FaultText() {}

    /** Makes one fault. */
    private interface OneMaker {
        Fault fault(MatchResult words);
    }

    private static Form form(String pattern, OneMaker maker) {
        return new Form(Pattern.compile(pattern), (words, _) -> List.of(maker.fault(words)));
    }

    static List<Fault> parse(String text, int workers) {
        for (Form form : FORMS) {
            var words = form.pattern.matcher(text);
            if (words.matches()) {
                List<Fault> faults = form.maker.faults(words, workers);
                faults.forEach(fault -> requireWorker(fault, workers));
                return faults;
            }
        }
        throw new UsageException("the fault \"" + text
                + "\" is unknown: write \"kill worker=1 at step=5\", \"kill worker=1 during=save\", \"kill rank=3 at step=2\","
                + " \"pause worker=0 at step=4 for=15s\", \"random kills=2 seed=7\", \"exhaust heap rank=1 at step=5\","
                + " \"store errors=0.2 seed=7\", \"store slow=10x\" or \"disk full at step=6\"");
    }

    private static void requireWorker(Fault fault, int workers) {
        int worker = switch (fault) {
            case Fault.KillWorker(int killed, long _) -> killed;
            case Fault.KillDuringSave(int killed, long _) -> killed;
            case Fault.PauseWorker(int paused, long _, Duration _) -> paused;
            case Fault.KillRank _, Fault.ExhaustHeap _, Fault.OfStore _ -> 0;
        };
        if (worker >= workers) {
            throw new UsageException("the fault \"" + fault + "\" strikes nobody: workers=" + workers
                    + ", so name one from 0 to " + (workers - 1));
        }
    }

    private static int number(MatchResult words, int group) {
        return Integer.parseInt(words.group(group));
    }

    private static long step(MatchResult words, int group) {
        return Long.parseLong(words.group(group));
    }

    private static Duration duration(MatchResult words) {
        long amount = Long.parseLong(words.group(3));
        return words.group(4).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }

    private static List<Fault> randomKills(int kills, long seed, int workers) {
        var random = new Random(seed);
        var faults = new ArrayList<Fault>();
        for (int i = 0; i < kills; i++) {
            faults.add(new Fault.KillWorker(random.nextInt(workers), random.nextInt(Fault.RANDOM_STEPS)));
        }
        return faults;
    }
}

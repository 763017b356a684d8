package org.example.programs;

import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.Rank;
import java.util.List;
import java.util.function.Supplier;

/** Small programs for the tests of the command, as a user might bring them. */
public abstract class Offered implements ProgramProvider {
    private final String name;
    private final Program program;

    Offered(String name, Program program) {
        this.name = name;
        this.program = program;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return "for tests";
    }

    @Override
    public List<ProgramOption> options() {
        return List.of(new ProgramOption("speed", "how fast, in 100 % of c"));
    }

    @Override
    public Supplier<? extends Program> program() {
        return () -> program;
    }

    /** Ids 10, 20, 30 …, each with a name. */
    record Tens(int size) implements Ids {
        @Override
        public long id(int index) {
            return 10L * (index + 1);
        }

        @Override
        public String name(int index) {
            return "vertex-" + id(index);
        }
    }

    /** Two columns and two single values. */
    public static final class Scores extends Offered {
        public Scores() {
            super("scores", Scores::give);
        }

        private static void give(Rank rank) {
            if (rank.workerRank() == 0) {
                double[] scores = {0.5, 2.0, Double.POSITIVE_INFINITY, 2.0, -1e-9};
                rank.result("score", new Column.Doubles(new Tens(5), scores));
                rank.result("level", new Column.Longs(new Tens(5), new long[] {3, 1, Long.MAX_VALUE, 0, 1}));
            }
            rank.result("total", 4.5);
            rank.result("graph", rank.arg("graph", "none") + " " + rank.arg("directed", "unsaid"));
        }
    }

    /** A long column alone. */
    public static final class Levels extends Offered {
        public Levels() {
            super("levels", rank -> {
                if (rank.workerRank() == 0) {
                    rank.result("level", new Column.Longs(new Tens(2), new long[] {7, 8}));
                }
            });
        }
    }

    /** No column. */
    public static final class Silent extends Offered {
        public Silent() {
            super("silent", rank -> rank.result("answer", 42L));
        }
    }

    /** Rank 1 throws at step 2. */
    public static final class Failing extends Offered {
        public Failing() {
            super("failing", Failing::fail);
        }

        private static void fail(Rank rank) {
            for (long step : rank.steps(5)) {
                if (step == 2 && rank.number() == rank.count() - 1) {
                    divide(rank.number());
                }
            }
        }

        private static void divide(int number) {
            try {
                Math.floorDiv(number, 0);
            } catch (ArithmeticException zero) {
                throw new IllegalStateException("can't share out", zero);
            }
        }
    }

    /** Reads a number. */
    public static final class Choosy extends Offered {
        public Choosy() {
            super("choosy", rank -> rank.result("source", rank.arg("source", 0L)));
        }
    }

    /** Wants more memory than there is. */
    public static final class Hungry extends Offered {
        public Hungry() {
            super("hungry", rank -> rank.result("bytes", new long[Integer.MAX_VALUE - 8].length * 8L));
        }
    }

    /** Steps until it is cancelled. */
    public static final class Endless extends Offered {
        public Endless() {
            super("endless", rank -> {
                for (long _ : rank.steps()) {
                    Thread.sleep(1);
                }
            });
        }
    }

    /** Throws an interruption of its own. */
    public static final class Stubborn extends Offered {
        public Stubborn() {
            super("stubborn", rank -> {
                throw new InterruptedException("my own");
            });
        }
    }

    /** Can't be made. */
    public static final class Unmade extends Offered {
        public Unmade() {
            super("unmade", rank -> {});
        }

        @Override
        public Supplier<? extends Program> program() {
            return () -> {
                throw new IllegalStateException("no object today");
            };
        }
    }
}

package dev.weft.programs;

import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/** The last rank's loop differs from the others'. */
public final class DifferentLoops implements Program {
    @Override
    public void run(Rank rank) {
        if (rank.number() < rank.count() - 1) {
            for (long step : rank.steps(5)) {
                rank.progress("step " + step, 0);
            }
        } else {
            for (long step : rank.steps(7)) {
                rank.progress("step " + step, 0);
            }
        }
    }
}

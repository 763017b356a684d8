package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.UsageException;
import java.util.List;

/**
 * Which of a job's operators run side by side, and which after others: the first stage has those that depend on none, a later one those that depend on an operator of the
 * stage before it. Operators depend on such as stand above them, so there is no circle.
 */
final class Stages {
    private Stages() {}

    /**
     * The stage of each operator, counted from 0.
     *
     * @param names of the operators
     * @throws UsageException if one depends on what is not there
     */
    static int[] of(List<String> names, List<Given> operators) {
        var stages = new int[names.size()];
        for (int operator = 0; operator < stages.length; operator++) {
            for (Said wanted : operators.get(operator).all("dependsOn")) {
                stages[operator] = Math.max(stages[operator], 1 + stages[above(operator, wanted, names)]);
            }
        }
        return stages;
    }

    private static int above(int operator, Said wanted, List<String> names) {
        int found = names.indexOf(wanted.text());
        if (found < 0) {
            throw new UsageException(wanted.name() + "=" + wanted.text() + " is no operator of this job"
                    + Spelling.hint(wanted.text(), names));
        }
        if (found >= operator) {
            throw new UsageException(wanted.name() + "=" + wanted.text()
                    + (found == operator ? " is this operator itself" : " stands below this operator")
                    + ": an operator depends on such as stand above it");
        }
        return found;
    }
}

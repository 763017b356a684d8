package dev.weft.launcher;

import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a part of a job gave, by the names that it has in the whole job: those of the job's first operator as it gave them, all others after their operator, {@code operator.name}.
 *
 * @param job the whole
 * @param stage the part
 * @param result by the names that it has in the part
 */
record StageResult(RunOptions job, RunOptions stage, JobResult result) {

    /** Whether a vertex result that is asked for is to come from here. */
    boolean has(String asked) {
        String operator = job.operators().stream()
                .skip(1)
                .map(OperatorOptions::name)
                .filter(other -> asked.startsWith(other + "."))
                .findFirst()
                .orElse(job.first().name());
        return stage.operators().stream().anyMatch(own -> own.name().equals(operator));
    }

    List<String> columns() {
        return result.columns().stream().map(this::inJob).toList();
    }

    Column column(String name) {
        return result.columns().stream()
                .filter(own -> inJob(own).equals(name))
                .findFirst()
                .map(result::column)
                .orElseThrow();
    }

    Map<String, Object> scalars() {
        var scalars = new LinkedHashMap<String, Object>();
        result.scalars().forEach((name, value) -> scalars.put(inJob(name), value));
        return scalars;
    }

    /** Only what the part's first operator gave has no operator in its name. */
    private String inJob(String name) {
        boolean named = stage.operators().stream().skip(1).anyMatch(other -> name.startsWith(other.name() + "."));
        String first = stage.first().name();
        return named || first.equals(job.first().name()) ? name : first + "." + name;
    }
}

package dev.weft.launcher;

import dev.weft.runtime.JobReport;
import dev.weft.runtime.JobResult;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Runs the parts of a job one after another. What one gives is written before the next begins, and what a part has done is not done again when a later one fails. */
final class JobStages {
    /** Runs one part. */
    @FunctionalInterface
    interface Runner {
        JobResult run(RunOptions stage) throws Exception;
    }

    private final RunOptions job;
    private final PrintStream out;
    private final Map<String, Object> scalars = new LinkedHashMap<>();
    private Optional<JobReport> report = Optional.empty();

    JobStages(RunOptions job, PrintStream out) {
        this.job = job;
        this.out = out;
    }

    void run(Runner runner) throws Exception {
        for (RunOptions stage : job.stages()) {
            var given = new StageResult(job, stage, runner.run(stage));
            if (given.has(job.outputs().column().orElse(""))) {
                job.outputs().writeColumn(stage.name(), given, out);
            }
            scalars.putAll(given.scalars());
            JobReport own = given.result().report();
            report = report.map(before -> before.followedBy(own)).or(() -> Optional.of(own));
        }
        job.outputs().writeReport(new RunReport(job, report.orElseThrow(), scalars), out);
    }
}

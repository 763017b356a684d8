package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.UsageException;
import java.util.Optional;

/** What a job file may ask for and this build can't do yet: refused where a job is to run, not where it is only looked at. */
final class NotYet {
    private NotYet() {}

    static void check(RunWords words, RunOptions options) {
        refuse(
                words.job().said("priorityClass"),
                "nothing waits for this job or before it, there is no queue yet: leave it out");
        for (Given operator : words.operators()) {
            refuse(operator.said("nodeSelector"), "this build chooses no hosts by what a job needs yet: leave it out");
            refuse(
                    operator.said("gpu").filter(count -> !count.text().equals("0")),
                    "this build gives ranks no devices yet: leave it out");
            refuse(
                    operator.said("preemptible").filter(is -> is.text().equals("true")),
                    "this build chooses no hosts by what a job needs yet: leave it out");
        }
        requireSharedWorkers(words, options);
    }

    private static void refuse(Optional<Said> asked, String sentence) {
        asked.ifPresent(said -> {
            throw new UsageException(said.name() + ": " + sentence);
        });
    }

    private static void requireSharedWorkers(RunWords words, RunOptions options) {
        int workers = options.workers().map(WorkerOptions::workers).orElse(0);
        for (int i = 0; i < words.operators().size(); i++) {
            if (options.operators()
                    .get(i)
                    .workers()
                    .filter(own -> own != workers)
                    .isPresent()) {
                throw new UsageException(
                        words.operators().get(i).name("--workers") + "="
                                + options.operators().get(i).workers().get() + " where another operator has " + workers
                                + ": this build has all operators of a job live in the same workers: give the same number to each");
            }
        }
    }
}

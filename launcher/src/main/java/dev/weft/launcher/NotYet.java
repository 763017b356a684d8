package dev.weft.launcher;

import dev.weft.runtime.UsageException;

/** What a job file may ask for and this build can't do yet: refused where a job is to run, not where it is only looked at. */
final class NotYet {
    private NotYet() {}

    static void check(RunWords words, RunOptions options) {
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

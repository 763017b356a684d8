package dev.weft.launcher.jobfile;

import dev.weft.runtime.UsageException;

/**
 * Says what is wrong with a file, and where.
 *
 * @param file as the user named it
 */
record FileWords(String file) {
    UsageException wrong(String sentence) {
        return new UsageException(file + " " + sentence);
    }

    UsageException wrong(Place at, String sentence) {
        return new UsageException(at(at) + sentence);
    }

    UsageException wrong(Place at, String sentence, Throwable cause) {
        return new UsageException(at(at) + sentence, cause);
    }

    /** {@code job.yaml:7:14: }, as compilers say it. */
    String at(Place place) {
        return file + ":" + place + ": ";
    }
}

package dev.weft.launcher.jobfile;

import dev.weft.runtime.UsageException;

/**
 * Says what is wrong with a file, and where.
 *
 * @param file as the user named it
 * @param kind what it is: "job file"
 */
record FileWords(String file, String kind) {
    /** Of a job file. */
    FileWords(String file) {
        this(file, "job file");
    }

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

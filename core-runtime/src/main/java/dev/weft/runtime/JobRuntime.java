package dev.weft.runtime;

/** Where {@link Weft} runs its jobs. */
public interface JobRuntime extends AutoCloseable {
    Job run(JobSpec spec);

    @Override
    void close();
}

package dev.weft.collectives.benchmark;

/** The benchmark can't go on, for a reason that one sentence tells. */
public final class BenchmarkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean started;

    private BenchmarkFailedException(boolean started, String sentence, Throwable cause) {
        super(sentence, cause);
        this.started = started;
    }

    private BenchmarkFailedException(boolean started, String sentence) {
        super(sentence);
        this.started = started;
    }

    static BenchmarkFailedException notStarted(String sentence) {
        return new BenchmarkFailedException(false, sentence);
    }

    static BenchmarkFailedException notStarted(String sentence, Throwable cause) {
        return new BenchmarkFailedException(false, sentence, cause);
    }

    static BenchmarkFailedException midway(String sentence) {
        return new BenchmarkFailedException(true, sentence);
    }

    static BenchmarkFailedException midway(String sentence, Throwable cause) {
        return new BenchmarkFailedException(true, sentence, cause);
    }

    /** False if something that it needs was missing from the beginning. */
    public boolean started() {
        return started;
    }
}

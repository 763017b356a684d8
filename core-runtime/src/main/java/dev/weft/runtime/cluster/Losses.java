package dev.weft.runtime.cluster;

/**
 * What a job lost since other shares began to be better than those it has, sample by sample: Page's cumulative sum, which noise alone leaves near zero.
 */
final class Losses {
    /** Of a sample's time: less is left alone. */
    static final double LEAST_GAIN = 0.05;
    /** Fewer samples' standard deviation says little. */
    static final int LEAST_SAMPLES = 7;

    private double nanos;
    private int samples;
    private double sum;
    private double squares;

    /** @param gain the part of the sample's time that other shares would have saved; negative if they would have cost some */
    void add(double gain, long sampleNanos) {
        nanos += (gain - LEAST_GAIN) * sampleNanos;
        samples++;
        sum += gain;
        squares += gain * gain;
        if (nanos <= 0) {
            nanos = 0;
            samples = 0;
            sum = 0;
            squares = 0;
        }
    }

    /** Beyond doubt. */
    boolean isAtLeast(long neededNanos) {
        return nanos >= neededNanos && samples >= LEAST_SAMPLES && mean() >= certain() * standardError();
    }

    /**
     * So many standard errors: a little more than Student's quantile for 1 in 10,000, since each sample is another try. Where the work wanders from worker to
     * worker, as a frontier does, sums are large by chance, but their means are not as certain as that.
     */
    private double certain() {
        return 4 + 18.0 / (samples - 3);
    }

    /** So many since it began. */
    int samples() {
        return samples;
    }

    double mean() {
        return samples == 0 ? 0 : sum / samples;
    }

    private double standardError() {
        double variance = Math.max(0, squares / samples - mean() * mean());
        return Math.sqrt(variance / (samples - 1));
    }
}

package dev.weft.runtime;

import java.util.List;
import java.util.Map;

/**
 * What a run cost. {@code loadSeconds} ends at the last {@link Rank#loaded}, and is 0 where there is none; {@code runSeconds} runs from then to the
 * end of the last rank's program.
 *
 * @param firstStepSeconds the body of the first step on rank 0; 0 where there is no step
 * @param supersteps the most step boundaries that rank 0 passed in one loop
 * @param bytesByTransport payload bytes that ranks got from each other, by transport ({@code memory})
 * @param edges in the whole graph, each undirected one counted once; 0 where there is no graph
 */
public record JobReport(
        double loadSeconds,
        double runSeconds,
        double firstStepSeconds,
        long supersteps,
        long vertices,
        long edges,
        Map<String, Long> bytesByTransport,
        List<RankReport> ranks) {

    public JobReport {
        bytesByTransport = Map.copyOf(bytesByTransport);
        ranks = List.copyOf(ranks);
    }

    /**
     * One rank's share. {@code computeSeconds + exchangeSeconds + waitSeconds} is the time from the end of loading to the end of its
     * program: exchange is time inside communicator calls less the waiting for peers in them.
     */
    public record RankReport(
            int rank,
            long pid,
            int worker,
            long vertices,
            long edges,
            double computeSeconds,
            double exchangeSeconds,
            double waitSeconds) {}
}

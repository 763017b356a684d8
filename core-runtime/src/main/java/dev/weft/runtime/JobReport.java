package dev.weft.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run cost. {@code loadSeconds} ends at the last {@link Rank#loaded}, and is 0 where there is none; {@code runSeconds} runs from then to the
 * end of the last rank's program.
 *
 * @param firstStepSeconds the body of the first step on rank 0; 0 where there is no step
 * @param supersteps the most step boundaries that rank 0 passed in one loop
 * @param bytesByTransport payload bytes that ranks got from each other, by transport ({@code memory})
 * @param edges in the whole graph, each undirected one counted once; 0 where there is no graph
 * @param workers the processes that the ranks lived in; one in local mode
 * @param checkpoints that were made
 * @param missedCheckpoints boundaries at which one was due, and could not be made
 * @param recoveries in order of time
 */
public record JobReport(
        double loadSeconds,
        double runSeconds,
        double firstStepSeconds,
        long supersteps,
        long vertices,
        long edges,
        Map<String, Long> bytesByTransport,
        List<RankReport> ranks,
        List<WorkerReport> workers,
        long checkpoints,
        long missedCheckpoints,
        List<Recovery> recoveries) {

    public JobReport {
        bytesByTransport = Map.copyOf(bytesByTransport);
        ranks = List.copyOf(ranks);
        workers = List.copyOf(workers);
        recoveries = List.copyOf(recoveries);
    }

    /**
     * With what only the job's agent knows.
     *
     * @param hosts of the workers, by their numbers; none where the job had no other than this one
     */
    public JobReport with(List<String> hosts, List<Recovery> all, long saved, long missed) {
        List<WorkerReport> placed = workers.stream()
                .map(worker -> worker.worker() < hosts.size() ? worker.on(hosts.get(worker.worker())) : worker)
                .toList();
        return new JobReport(
                loadSeconds,
                runSeconds,
                firstStepSeconds,
                supersteps,
                vertices,
                edges,
                bytesByTransport,
                ranks,
                placed,
                saved,
                missed,
                all);
    }

    /**
     * Of two parts of a job that ran one after another: times and counts together, sizes and the first step as the earlier one had them.
     */
    public JobReport followedBy(JobReport later) {
        var bytes = new HashMap<>(bytesByTransport);
        later.bytesByTransport.forEach((name, count) -> bytes.merge(name, count, Long::sum));
        return new JobReport(
                loadSeconds,
                runSeconds + later.loadSeconds + later.runSeconds,
                firstStepSeconds,
                supersteps,
                vertices,
                edges,
                bytes,
                both(ranks, later.ranks),
                both(workers, later.workers),
                checkpoints + later.checkpoints,
                missedCheckpoints + later.missedCheckpoints,
                both(recoveries, later.recoveries));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /**
     * @param host as the file of hosts names it; "" where the job had none but this one
     * @param peakMemoryBytes the most memory that the process ever held, heap and everything else; 0 where the system does not tell
     */
    public record WorkerReport(int worker, String host, long pid, long peakMemoryBytes) {
        WorkerReport on(String itsHost) {
            return new WorkerReport(worker, itsHost, pid, peakMemoryBytes);
        }
    }

    /**
     * How the job came back after it had lost something.
     *
     * @param cause one sentence
     * @param evidence what showed it: {@code exception}, {@code exit}, {@code silence}, {@code host}, {@code lane} or {@code state};
     *     {@code drain} or {@code speed} where nothing was lost: a host was left, or ranks got other shares
     * @param detectedAfterSeconds from the last sign of life of what was lost to the verdict; 0 for an exception
     * @param restoredFromStep so many steps were done when the next attempt began
     * @param stepsRedone steps that had been begun and were done again
     * @param secondsLost from the verdict until the programs ran again
     * @param redoneAfterSeconds from the verdict until the first step was done again; 0 if the programs never came so far
     * @param pidsBefore of the workers, in order
     * @param ranksAfter of all operators: fewer than before where a lost worker was not replaced
     * @param graphBytesReloaded what the workers read to have their graph again; known of the last recovery only, else 0
     */
    public record Recovery(
            String cause,
            String evidence,
            double detectedAfterSeconds,
            long restoredFromStep,
            long stepsRedone,
            double secondsLost,
            double redoneAfterSeconds,
            List<Long> pidsBefore,
            List<Long> pidsAfter,
            int ranksAfter,
            long graphBytesReloaded) {
        public Recovery {
            pidsBefore = List.copyOf(pidsBefore);
            pidsAfter = List.copyOf(pidsAfter);
        }

        public Recovery withGraphBytesReloaded(long bytes) {
            return new Recovery(
                    cause,
                    evidence,
                    detectedAfterSeconds,
                    restoredFromStep,
                    stepsRedone,
                    secondsLost,
                    redoneAfterSeconds,
                    pidsBefore,
                    pidsAfter,
                    ranksAfter,
                    bytes);
        }

        public Recovery withRedoneAfterSeconds(double seconds) {
            return new Recovery(
                    cause,
                    evidence,
                    detectedAfterSeconds,
                    restoredFromStep,
                    stepsRedone,
                    secondsLost,
                    seconds,
                    pidsBefore,
                    pidsAfter,
                    ranksAfter,
                    graphBytesReloaded);
        }
    }

    /**
     * One rank's share. {@code computeSeconds + exchangeSeconds + waitSeconds} is the time from the end of loading to the end of its
     * program: exchange is time inside communicator calls less the waiting for peers in them. {@code bytesRead} is what loading the graph
     * read for the worker that this rank leads.
     */
    public record RankReport(
            int rank,
            long pid,
            int worker,
            long vertices,
            long edges,
            double computeSeconds,
            double exchangeSeconds,
            double waitSeconds,
            long bytesRead) {}
}

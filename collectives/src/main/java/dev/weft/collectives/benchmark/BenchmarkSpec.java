package dev.weft.collectives.benchmark;

import dev.weft.collectives.Operation;
import dev.weft.collectives.Transport;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be measured.
 *
 * @param workers processes among which the ranks are spread; with 1 they are threads of this JVM and share its memory
 * @param transport between workers
 * @param operations their names, some of {@link CollectivesBenchmark#operations}
 * @param sizes lengths of a rank's send buffer in bytes
 * @param algorithms that are forced; those of other operations are chosen by their costs
 * @param verify whether results are checked before times are taken
 */
public record BenchmarkSpec(
        int ranks,
        int workers,
        Transport transport,
        List<String> operations,
        List<Integer> sizes,
        Map<Operation, String> algorithms,
        boolean verify,
        Set<PeerKind> against) {

    public BenchmarkSpec {
        operations = List.copyOf(operations);
        sizes = List.copyOf(sizes);
        algorithms = Map.copyOf(algorithms);
        against = Set.copyOf(against);
        if (workers < 1 || ranks < workers) {
            throw new IllegalArgumentException(
                    "ranks=%d, workers=%d: pass at least one worker, and a rank for each".formatted(ranks, workers));
        }
        if (against.contains(PeerKind.AERON) && workers != 2) {
            throw new IllegalArgumentException(
                    "workers=%d: Aeron's ping-pong is between two, pass 2".formatted(workers));
        }
    }

    boolean isInMemory() {
        return workers == 1;
    }

    /** In words. */
    String ranksAndPlace() {
        return isInMemory()
                ? "%d ranks in one JVM's memory".formatted(ranks)
                : "%d ranks in %d JVMs over %s".formatted(ranks, workers, transport);
    }
}

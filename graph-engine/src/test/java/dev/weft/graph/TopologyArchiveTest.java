package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.collectives.Placement;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.Column;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.testing.SavedRanks;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that is taken up in another job folder reads its graph from the store of its checkpoints. */
@Timeout(60)
class TopologyArchiveTest {
    private static final long SEED = 11;

    @TempDir
    Path folder;

    private final SavedRanks job = new SavedRanks(new SaveInterval.EverySteps(2));
    private JobResult undisturbed;
    private String edges;

    @BeforeEach
    void begin() throws IOException, StoreException {
        edges = edges();
        Files.writeString(source(), edges);
        undisturbed = ThreadRanks.run(spec(1));
        job.jobFolder(folder.resolve("first"));
        assertThatThrownBy(() -> job.attempt(spec(2), Placement.of(1, 1), 3))
                .isInstanceOf(InjectedFaultException.class);
        awaitSent();
    }

    private static String edges() {
        var random = new SplittableRandom(SEED);
        var text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append(random.nextInt(700))
                    .append(' ')
                    .append(random.nextInt(700))
                    .append('\n');
        }
        return text.toString();
    }

    private Path source() {
        return folder.resolve("edges.txt");
    }

    private JobSpec spec(int ranks) {
        return JobSpec.of("pagerank", PageRank::new)
                .ranks(ranks)
                .threads(1)
                .args(Map.of("graph", source().toString(), "iterations", 6));
    }

    private List<ObjectStore.Entry> objects() throws StoreException {
        return job.store().list("graph/", "", ObjectStore.PAGE);
    }

    /** The workers' parts go there behind their backs. */
    private void awaitSent() throws StoreException {
        while (objects().size() < 64 + 2) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(objects()).hasSize(64 + 2);
    }

    private void goesOnRight(Placement placement) throws StoreException {
        JobResult result = job.attempt(spec(placement.ranks()), placement, -1);
        assertThat(job.from().step()).isPositive();
        assertThat(texts(result)).isEqualTo(texts(undisturbed));
    }

    private static List<String> texts(JobResult result) {
        Column ranks = result.column("pagerank");
        return IntStream.range(0, ranks.size()).mapToObj(ranks::text).toList();
    }

    @Test
    void theSourceIsNotReadAgain() throws StoreException, IOException {
        job.jobFolder(folder.resolve("second"));
        Files.writeString(source(), "this is no graph\n");
        goesOnRight(Placement.of(1, 2));
        try (var left = Files.list(folder.resolve("second").resolve("graph"))) {
            assertThat(left).as("fetched files").isEmpty();
        }
    }

    @Test
    void whereAPartIsMissingOrDamagedTheSourceIsRead() throws StoreException {
        String part = objects().get(5).key();
        byte[] bytes = job.store().get(part).orElseThrow();
        bytes[bytes.length - 1] ^= 1;
        job.store().put(part, Body.of(bytes));
        job.jobFolder(folder.resolve("second"));
        goesOnRight(Placement.of(1, 1));
        job.store().delete(part);
        job.jobFolder(folder.resolve("third"));
        goesOnRight(Placement.of(2, 1));
    }
}

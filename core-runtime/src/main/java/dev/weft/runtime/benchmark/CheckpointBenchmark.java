package dev.weft.runtime.benchmark;

import dev.weft.checkpoint.ArrayHolder;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.Part;
import dev.weft.checkpoint.save.PartsReader;
import dev.weft.checkpoint.save.PartsWriter;
import dev.weft.checkpoint.save.SaveBuffer;
import dev.weft.checkpoint.save.SavedState;
import dev.weft.collectives.Fence;
import dev.weft.runtime.threads.RankTeam;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Saves an array of random doubles into a store and restores it, as a rank does, each time beside what bounds it: a copy of the same bytes by the same
 * threads, and one plain file, written and read from its beginning to its end.
 */
public final class CheckpointBenchmark {
    private static final String FOLDER = "bench";
    private static final int PARTITION_BYTES = 256 << 10;

    private final Spec spec;
    private final ObjectStore store;
    private final double[] array;
    private final SavedState state = new SavedState();
    private final List<Double> copies = new ArrayList<>();
    private final List<Double> stalls = new ArrayList<>();
    private final List<Double> saves = new ArrayList<>();
    private final List<Double> restores = new ArrayList<>();
    private final List<Double> writes = new ArrayList<>();
    private final List<Double> reads = new ArrayList<>();

    /**
     * @param bytes of the array, a multiple of 8
     * @param beside a folder on the store's disk for the plain file, if there is one to compare with
     */
    public record Spec(int bytes, int threads, int trials, Optional<Path> beside) {}

    /** Seconds; the last two are there where there is a plain file. */
    public record Times(
            Spread copy, Spread stall, Spread save, Spread restore, Optional<Spread> write, Optional<Spread> read) {}

    private CheckpointBenchmark(ObjectStore store, Spec spec) {
        this.store = store;
        this.spec = spec;
        this.array = new SplittableRandom(1).doubles(spec.bytes / Double.BYTES).toArray();
        int count = Math.max(1, spec.bytes / PARTITION_BYTES);
        var starts = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            starts[i] = (int) ((long) array.length * i / count);
        }
        state.add("array", ArrayHolder.of(array, new Partitions(0, count, count), starts));
    }

    /**
     * Leaves nothing in the store.
     *
     * @throws IllegalStateException if what is restored is not what was saved
     */
    public static Times run(ObjectStore store, Spec spec) throws IOException {
        return new CheckpointBenchmark(store, spec).run();
    }

    private Times run() throws IOException {
        try (var team = RankTeam.of("weft-bench", spec.threads, false, new Fence());
                var buffer = new SaveBuffer(state);
                Arena arena = Arena.ofShared()) {
            MemorySegment copy = arena.allocate(spec.bytes, Double.BYTES);
            for (int trial = -1; trial < spec.trials; trial++) {
                once(trial, team, buffer, copy);
            }
        }
        return new Times(
                Spread.of(copies),
                Spread.of(stalls),
                Spread.of(saves),
                Spread.of(restores),
                spec.beside.map(_ -> Spread.of(writes)),
                spec.beside.map(_ -> Spread.of(reads)));
    }

    /** The first, before trial 0, doesn't count: it has the memory given to the process, and its code is not compiled yet. */
    private void once(int trial, RankTeam team, SaveBuffer buffer, MemorySegment copy) throws IOException {
        boolean counts = trial >= 0;
        long start = System.nanoTime();
        copy(team, copy);
        note(copies, start, counts);

        start = System.nanoTime();
        buffer.layOut();
        team.forEachChunk(buffer.partitions().owned(), (index, _) -> buffer.copy(index));
        note(stalls, start, counts);

        start = System.nanoTime();
        List<Part> parts = new PartsWriter(store).write(FOLDER, trial + 1, buffer);
        note(saves, start, counts);

        if (spec.beside.isPresent()) {
            beside(spec.beside.get(), copy, counts);
        }

        Arrays.fill(array, 0);
        start = System.nanoTime();
        new PartsReader(store).read(parts, state::restore);
        note(restores, start, counts);
        requireRestored(copy);
        remove(parts);
    }

    private static void note(List<Double> times, long start, boolean counts) {
        if (counts) {
            times.add((System.nanoTime() - start) / 1e9);
        }
    }

    private void copy(RankTeam team, MemorySegment copy) {
        MemorySegment source = MemorySegment.ofArray(array);
        int chunks = Math.ceilDiv(spec.bytes, PARTITION_BYTES);
        team.forEachChunk(chunks, (chunk, _) -> {
            long from = (long) chunk * PARTITION_BYTES;
            MemorySegment.copy(source, from, copy, from, Math.min(PARTITION_BYTES, spec.bytes - from));
        });
    }

    private void beside(Path folder, MemorySegment bytes, boolean counts) throws IOException {
        try (var file = PlainFile.in(folder)) {
            long start = System.nanoTime();
            file.write(bytes);
            note(writes, start, counts);
            start = System.nanoTime();
            file.read(bytes);
            note(reads, start, counts);
        }
    }

    private void requireRestored(MemorySegment copy) {
        long differs = MemorySegment.ofArray(array).mismatch(copy);
        if (differs >= 0) {
            throw new IllegalStateException(
                    "byte " + differs + " of what " + store + " gives back differs from what was saved");
        }
    }

    private void remove(List<Part> parts) throws StoreException {
        for (String key : parts.stream().map(Part::object).distinct().toList()) {
            store.delete(key);
        }
    }
}

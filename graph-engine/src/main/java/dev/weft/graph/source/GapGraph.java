package dev.weft.graph.source;

import static dev.weft.graph.source.SplitMix.mix;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A serialized graph of the GAP Benchmark Suite. The file has no checksum, but each edge twice: an undirected one with both its ends, a
 * directed one with its source and with its target. So a sum over all edges that takes no notice of which of the two is meant is the
 * same for both, and a damaged file is found. (The weight of an undirected edge from a vertex to itself stands once only; the suite writes
 * no such edges.)
 */
final class GapGraph implements GraphSource {
    static final String ENDING = ".sg";
    static final String WEIGHTED_ENDING = ".wsg";

    private static final int VERTICES_A_STRETCH = 1 << 16;

    private final String name;
    private final Optional<Boolean> directed;
    private final boolean weighted;

    /**
     * @param directed as the user said, if anything was said
     * @param weighted whether weights are wanted
     */
    GapGraph(String name, Optional<Boolean> directed, boolean weighted) {
        this.name = name;
        this.directed = directed;
        this.weighted = weighted;
    }

    @Override
    public String name() {
        return name;
    }

    private GapFile map(Arena arena) {
        InputFiles files = InputFiles.of(name);
        if (files.count() > 1) {
            throw new UsageException(
                    name + " means " + files.count() + " files, and a serialized graph stands in one: name one");
        }
        Path path = files.path(0);
        if (weighted && !path.toString().endsWith(WEIGHTED_ENDING)) {
            throw new UsageException(
                    path + " has no weights: leave --weighted out, or name a " + WEIGHTED_ENDING + " file");
        }
        GapFile file = GapFile.map(path, path.toString().endsWith(WEIGHTED_ENDING), arena);
        if (!file.directed() && directed.orElse(false)) {
            throw new UsageException(path + " is an undirected graph: leave --directed out");
        }
        return file;
    }

    @Override
    public Sizes expected() {
        try (Arena arena = Arena.ofConfined()) {
            GapFile file = map(arena);
            return new Sizes(
                    file.vertices(),
                    file.directed() ? file.entries() : file.entries() / 2,
                    weighted ? Integer.BYTES : 0);
        }
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        var blocks = new EdgeBlocks();
        try (Arena arena = Arena.ofShared()) {
            GapFile file = map(arena);
            var ids = new ContiguousIds(0, file.vertices());
            Vertices.requireAny(ids, name);
            check(file, team, progress);
            long bytes = read(file, blocks, team, progress, share);
            blocks.finish();
            boolean leads = file.directed() && directed.orElse(true);
            return new DenseEdges(
                    ids, true, leads, weighted, blocks.edgeCount(), new Reading(bytes, SkippedLines.NONE), blocks);
        } catch (Throwable failure) {
            blocks.close();
            throw failure;
        }
    }

    // ---- whether the file is whole

    private void check(GapFile file, ThreadTeam team, LoadProgress progress) {
        checkOffsets(file, file.out(), team);
        checkOffsets(file, file.in(), team);
        var phase = new Phase(progress, "checking the graph", 2 * file.entries());
        long difference = sum(file, file.out(), true, team, phase) - sum(file, file.in(), false, team, phase);
        if (difference != 0) {
            throw damaged(
                    file,
                    file.directed() ? "its outgoing and incoming edges differ" : "an edge has one direction only");
        }
    }

    private static void checkOffsets(GapFile file, GapFile.Rows rows, ThreadTeam team) {
        var wrong = new LongAdder();
        new Stretches(file.vertices(), VERTICES_A_STRETCH).forEach(team, (_, _, from, to) -> {
            long start = rows.start(from);
            for (long v = from; v < to; v++) {
                long end = rows.start(v + 1);
                if (start < 0 || start > end) {
                    wrong.increment();
                }
                start = end;
            }
        });
        if (wrong.sum() > 0 || rows.start(0) != 0 || rows.start(file.vertices()) != file.entries()) {
            throw damaged(file, "its offsets do not ascend from 0 to " + file.entries());
        }
    }

    private static UsageException damaged(GapFile file, String how) {
        return new UsageException(file.name() + " is damaged: " + how + ": make it again");
    }

    /**
     * The sum of a hash of each edge.
     *
     * @param forwards whether an entry's vertex is the source and its neighbour the target, or the other way round
     */
    private static long sum(GapFile file, GapFile.Rows rows, boolean forwards, ThreadTeam team, Phase phase) {
        var sum = new LongAdder();
        int source = forwards ? 0 : 1;
        new GapWalk(file, rows).run(team, Share.WHOLE, phase, () -> (ids, weights, edges) -> {
            long part = 0;
            for (int i = 0; i < edges; i++) {
                long edge = ids[2 * i + source] << 32 | ids[2 * i + 1 - source];
                part += mix(mix(edge) + (long) weights[i]);
            }
            sum.add(part);
        });
        return sum.sum();
    }

    // ---- reading

    /** Returns how many bytes it read. */
    private long read(GapFile file, EdgeBlocks blocks, ThreadTeam team, LoadProgress progress, Share share) {
        var phase = new Phase(progress, "reading edges", file.entries() / share.count());
        new GapWalk(file, file.out())
                .run(team, share, phase, () -> appendingTo(blocks.appender(weighted), !file.directed()));
        long bytes = file.out().offsets().byteSize() + file.out().entries().byteSize();
        return share.end(bytes) - share.start(bytes);
    }

    /** @param once whether an edge stands with both its ends and is wanted with the smaller one only */
    private static GapWalk.Sink appendingTo(EdgeAppender appender, boolean once) {
        return (ids, weights, edges) -> appender.append(ids, weights, once ? firstOnly(ids, weights, edges) : edges);
    }

    /** Keeps the edges that stand with the smaller one of their ends; returns their number. */
    private static int firstOnly(long[] ids, double[] weights, int edges) {
        int kept = 0;
        for (int i = 0; i < edges; i++) {
            ids[2 * kept] = ids[2 * i];
            ids[2 * kept + 1] = ids[2 * i + 1];
            weights[kept] = weights[i];
            kept += ids[2 * i] <= ids[2 * i + 1] ? 1 : 0;
        }
        return kept;
    }
}

package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A sparse matrix as a graph, in the Matrix Market's format (Boisvert, Pozo, Remington, NISTIR 5935, 1996): an entry is an edge from its
 * row to its column, an entry of a symmetric matrix an undirected one. Rows count from 1, and so do the ids; each row is a vertex.
 */
final class MatrixMarket implements GraphSource {
    static final String ENDING = ".mtx";

    private static final int WINDOW_BYTES = 256 << 10;

    private final String name;
    private final Optional<Boolean> directed;
    private final boolean weighted;
    private final int windowBytes;

    /**
     * @param directed as the user said, if anything was said
     * @param weighted whether the entries' values are weights
     */
    MatrixMarket(String name, Optional<Boolean> directed, boolean weighted) {
        this(name, directed, weighted, WINDOW_BYTES);
    }

    MatrixMarket(String name, Optional<Boolean> directed, boolean weighted, int windowBytes) {
        this.name = name;
        this.directed = directed;
        this.weighted = weighted;
        this.windowBytes = windowBytes;
    }

    @Override
    public String name() {
        return name;
    }

    private InputFiles file() {
        InputFiles files = InputFiles.of(name);
        if (files.count() > 1) {
            throw new UsageException(name + " means " + files.count() + " files, and a matrix stands in one: name one");
        }
        return files;
    }

    private MatrixHeader header(Path path) {
        MatrixHeader header = MatrixHeader.read(path);
        if (header.symmetric() && directed.orElse(false)) {
            throw new UsageException(
                    path + " is a symmetric matrix, which is an undirected graph: leave --directed out");
        }
        if (weighted && header.values() == MatrixHeader.Values.PATTERN) {
            throw new UsageException(path + " is a pattern, whose entries have no values: leave --weighted out");
        }
        return header;
    }

    private LineForm form() {
        return weighted ? LineForm.edges(0, 1, 2) : LineForm.EDGE;
    }

    @Override
    public Sizes expected() {
        InputFiles file = file();
        MatrixHeader header = header(file.path(0));
        long most = file.compression(0) == Compression.NONE ? LineEstimate.mostPairs(file.size()) : Long.MAX_VALUE;
        return new Sizes(header.rows(), Math.min(header.entries(), most), weighted ? Double.BYTES : 0);
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        InputFiles file = file();
        MatrixHeader header = header(file.path(0));
        var blocks = new EdgeBlocks();
        try {
            var ids = new ContiguousIds(1, header.rows());
            Vertices.requireAny(ids, name);
            long bytes = readEntries(file, header, blocks, team, progress, share);
            boolean leads = !header.symmetric() && directed.orElse(true);
            var bag = new DenseEdges(
                    ids, true, leads, weighted, blocks.edgeCount(), new Reading(bytes, SkippedLines.NONE), blocks);
            if (share.isWhole()) {
                requireComplete(bag.edgeCount());
            }
            return bag;
        } catch (Throwable failure) {
            blocks.close();
            throw failure;
        }
    }

    @Override
    public void requireComplete(long edges) {
        Path path = file().path(0);
        MatrixHeader header = header(path);
        if (edges != header.entries()) {
            throw new UsageException(path + " has entries=" + edges + " != " + header.entries()
                    + ", the number in its header: it is incomplete or damaged");
        }
    }

    private long readEntries(
            InputFiles file,
            MatrixHeader header,
            EdgeBlocks blocks,
            ThreadTeam team,
            LoadProgress progress,
            Share share) {
        var scan = new LineScan(file, form(), windowBytes, header.start(), Optional.empty());
        var phase = new Phase(progress, "reading edges", file.size() / share.count());
        var outside = new LongAdder();
        TextPlace bad = scan.run(
                team,
                EdgeAppender.STRIP,
                () -> appending(blocks.appender(weighted), header.rows(), outside),
                phase,
                share);
        if (!bad.equals(TextPlace.NONE) || outside.sum() > 0) {
            throw firstBad(file, header, team, progress);
        }
        blocks.finish();
        return scan.bytesRead();
    }

    private static LineScan.Sink appending(EdgeAppender appender, int rows, LongAdder outside) {
        return (ids, weights, lines) -> {
            boolean inside = true;
            for (int i = 0; i < 2 * lines; i++) {
                ids[i]--;
                inside &= Long.compareUnsigned(ids[i], rows) < 0;
            }
            if (inside) {
                appender.append(ids, weights, lines);
            } else {
                outside.increment();
            }
            return true;
        };
    }

    /** What to say of the first entry that can't be read or lies outside the matrix. There is one. */
    private UsageException firstBad(InputFiles file, MatrixHeader header, ThreadTeam team, LoadProgress progress) {
        int rows = header.rows();
        var phase = new Phase(progress, "finding the first wrong line", file.size());
        TextPlace bad = new LineScan(file, form(), windowBytes, header.start(), Optional.empty())
                .run(
                        team,
                        1,
                        () -> (ids, _, lines) -> lines == 0 || isIn(ids[0], rows) && isIn(ids[1], rows),
                        phase,
                        Share.WHOLE);
        BadLine line = BadLine.at(file, bad);
        return line.firstId(form(), id -> !isIn(id, rows))
                .map(id -> line.wrong("the id " + id + " is none of the matrix's: they run from 1 to " + rows))
                .orElseGet(() -> new UsageException(line.unreadable(form())));
    }

    private static boolean isIn(long id, int rows) {
        return id >= 1 && id <= rows;
    }
}

package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import java.util.Optional;
import java.util.function.Supplier;

/** An edge list in a text file, with a list of all vertices in another one where some vertices have no edge. */
final class TextEdges implements GraphSource {
    /** A guess, on the low side, so that the estimate of memory is on the high side; ids that run from 0 or 1 tell it better. */
    private static final int EDGES_PER_VERTEX = 4;

    private final IdFile edgesFile;
    private final Optional<IdFile> verticesFile;
    private final boolean directed;
    private final Tuning tuning;

    TextEdges(String edgesName, Optional<String> verticesName, boolean directed, LineForm form, BadLines badLines) {
        this(edgesName, verticesName, directed, form, badLines, Tuning.USUAL);
    }

    TextEdges(
            String edgesName,
            Optional<String> verticesName,
            boolean directed,
            LineForm form,
            BadLines badLines,
            Tuning tuning) {
        this.edgesFile = new IdFile(edgesName, form, badLines, tuning.windowBytes);
        this.verticesFile = verticesName.map(name -> new IdFile(name, LineForm.VERTEX, badLines, tuning.windowBytes));
        this.directed = directed;
        this.tuning = tuning;
    }

    /**
     * What a test may want otherwise.
     *
     * @param windowBytes how much of a file a thread takes at once
     * @param mostVertices how many a graph may have
     * @param blocks makes the place for ids and edges
     */
    record Tuning(int windowBytes, long mostVertices, Supplier<EdgeBlocks> blocks) {
        static final Tuning USUAL = new Tuning(256 << 10, Vertices.MOST, EdgeBlocks::new);
    }

    @Override
    public String name() {
        return edgesFile.name();
    }

    @Override
    public Sizes expected() {
        LineEstimate.Seen seen = edgesFile.expected();
        long edges = seen.lines();
        long vertices = verticesFile.isPresent()
                ? verticesFile.get().expected().lines()
                : Math.min(Math.ceilDiv(edges, EDGES_PER_VERTEX), seen.distinctIds());
        return new Sizes(vertices, edges, weighted() ? seen.weightBytes() : 0);
    }

    private boolean weighted() {
        return edgesFile.form().weighted();
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        EdgeBlocks edges = tuning.blocks.get();
        try {
            return verticesFile.isPresent()
                    ? readAmong(verticesFile.get(), edges, team, progress, share)
                    : readAll(edges, team, progress, share);
        } catch (Throwable failure) {
            edges.close();
            throw failure;
        }
    }

    /** The vertices are those that the edges name. */
    private EdgeBag readAll(EdgeBlocks edges, ThreadTeam team, LoadProgress progress, Share share) {
        Reading reading = edgesFile.read(edges, team, progress, share);
        try (var vertices = Vertices.of(edges, name(), tuning.mostVertices, team, progress)) {
            if (share.isWhole()) {
                Vertices.requireAny(vertices.ids(), name());
            }
            return new DenseEdges(
                    vertices.ids(), share.isWhole(), directed, weighted(), edges.edgeCount(), reading, edges);
        }
    }

    /** The vertices are those that the file names. */
    private EdgeBag readAmong(
            IdFile verticesFile, EdgeBlocks edges, ThreadTeam team, LoadProgress progress, Share share) {
        try (var listed = tuning.blocks.get()) {
            Reading reading = once(verticesFile.read(listed, team, progress, Share.WHOLE), share);
            try (var vertices = Vertices.of(listed, verticesFile.name(), tuning.mostVertices, team, progress)) {
                Reading ofEdges = edgesFile.read(edges, team, progress, share);
                if (!vertices.number(edges, team, numbering(edges, progress))) {
                    SkippedLines lines = withoutUnknown(edges, vertices, verticesFile.name(), team, progress, share);
                    ofEdges = ofEdges.skipping(lines);
                }
                reading = reading.plus(ofEdges);
                Vertices.requireAny(vertices.ids(), name());
                return new DenseEdges(vertices.ids(), true, directed, weighted(), edges.edgeCount(), reading, edges);
            }
        }
    }

    /** Every worker reads the whole of the file; the first one tells of it. */
    private static Reading once(Reading whole, Share share) {
        return share.index() == 0 ? whole : whole.skipping(SkippedLines.NONE);
    }

    /** Leaves out edges with an id that no vertex has, if lines may be skipped. */
    private SkippedLines withoutUnknown(
            EdgeBlocks edges,
            Vertices vertices,
            String verticesName,
            ThreadTeam team,
            LoadProgress progress,
            Share share) {
        if (edgesFile.badLines() == BadLines.FAIL) {
            throw edgesFile.unknownId(vertices::has, verticesName, team, progress);
        }
        team.forEachChunk(edges.count(), (b, _) -> edges.block(b).dropUnknown());
        return edgesFile.unusable(vertices::has, verticesName, team, progress, share);
    }

    private static Phase numbering(EdgeBlocks edges, LoadProgress progress) {
        return new Phase(progress, "numbering vertices", edges.edgeCount());
    }
}

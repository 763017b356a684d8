package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.Optional;
import java.util.function.Supplier;

/** An edge list in a text file, with a list of all vertices in another one where some vertices have no edge. */
final class TextEdges implements GraphSource {
    /** A guess, on the low side, so that the estimate of memory is on the high side. */
    private static final int EDGES_PER_VERTEX = 4;

    private final IdFile edgesFile;
    private final Optional<IdFile> verticesFile;
    private final boolean directed;
    private final Tuning tuning;

    TextEdges(String edgesName, Optional<String> verticesName, boolean directed) {
        this(edgesName, verticesName, directed, Tuning.USUAL);
    }

    TextEdges(String edgesName, Optional<String> verticesName, boolean directed, Tuning tuning) {
        this.edgesFile = new IdFile(edgesName, true, tuning.windowBytes);
        this.verticesFile = verticesName.map(name -> new IdFile(name, false, tuning.windowBytes));
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
        long edges = edgesFile.expectedLines();
        long vertices =
                verticesFile.isPresent() ? verticesFile.get().expectedLines() : Math.ceilDiv(edges, EDGES_PER_VERTEX);
        return new Sizes(vertices, edges);
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress) {
        EdgeBlocks edges = tuning.blocks.get();
        try {
            Ids ids = verticesFile.isPresent()
                    ? readAmong(verticesFile.get(), edges, team, progress)
                    : readAll(edges, team, progress);
            return new DenseEdges(ids, directed, edges.edgeCount(), edges);
        } catch (Throwable failure) {
            edges.close();
            throw failure;
        }
    }

    /** The vertices are those that the edges name. */
    private Ids readAll(EdgeBlocks edges, ThreadTeam team, LoadProgress progress) {
        edgesFile.read(edges, team, progress);
        try (var vertices = Vertices.of(edges, name(), tuning.mostVertices, team, progress)) {
            checkNotEmpty(vertices);
            return vertices.ids();
        }
    }

    /** The vertices are those that the file names. */
    private Ids readAmong(IdFile verticesFile, EdgeBlocks edges, ThreadTeam team, LoadProgress progress) {
        try (var listed = tuning.blocks.get()) {
            verticesFile.read(listed, team, progress);
            try (var vertices = Vertices.of(listed, verticesFile.name(), tuning.mostVertices, team, progress)) {
                edgesFile.read(edges, team, progress);
                if (!vertices.number(edges, team, numbering(edges, progress))) {
                    throw edgesFile.unknownId(vertices::has, verticesFile.name(), team, progress);
                }
                checkNotEmpty(vertices);
                return vertices.ids();
            }
        }
    }

    private static Phase numbering(EdgeBlocks edges, LoadProgress progress) {
        return new Phase(progress, "numbering vertices", edges.edgeCount());
    }

    private void checkNotEmpty(Vertices vertices) {
        if (vertices.ids().size() == 0) {
            throw new UsageException(name() + " is an empty graph: give it at least one edge, a line such as \"1 2\"");
        }
    }
}

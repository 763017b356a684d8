package dev.weft.graph.layout;

import dev.weft.graph.store.Column;
import dev.weft.graph.store.Column.Of;
import dev.weft.graph.store.ColumnType;
import dev.weft.graph.store.GraphHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns that version 1 of the binary graph knows, by name. */
final class GraphColumns {
    /** The input's ids, unless they are contiguous. */
    static final String ID = "id";
    /** Instead of ids: names, whose ids are their places. */
    static final String NAME = "name";
    /** The internal id of each vertex. */
    static final String ORDER = "order";

    static final String IN_DEGREE = "in-degree";
    /** Of a directed graph. */
    static final String OUT_DEGREE = "out-degree";

    static final String NEIGHBOUR = "neighbour";
    /** Of a weighted graph: UINT8, INT32 or FLOAT64. */
    static final String WEIGHT = "weight";

    private static final Set<String> OF_VERTICES = Set.of(IN_DEGREE, OUT_DEGREE);
    private static final Set<String> OF_IDS = Set.of(ID, NAME, ORDER);
    private static final Set<String> OF_EDGES = Set.of(NEIGHBOUR, WEIGHT);

    private final Path file;
    private final GraphHeader header;

    GraphColumns(Path folder, GraphHeader header) {
        this.file = folder.resolve(GraphHeader.NAME);
        this.header = header;
    }

    private static boolean isKnown(Column column) {
        return switch (column.of()) {
            case IDS -> OF_IDS.contains(column.name());
            case VERTICES -> OF_VERTICES.contains(column.name());
            case IN_EDGES, OUT_EDGES -> OF_EDGES.contains(column.name());
        };
    }

    /** @throws IOException if there is a column without which the graph is another one */
    void requireKnown() throws IOException {
        for (Column column : header.columns()) {
            if (!isKnown(column) && !column.optional()) {
                throw new IOException(
                        file + ": the column \"" + column.name() + "\" of " + column.of()
                                + " is needed, and this Weft doesn't know it: use the Weft that wrote the graph, or a later one");
            }
        }
    }

    boolean has(String name, Of of) {
        return header.find(name, of).isPresent();
    }

    /** The column's place in its file. */
    int place(String name, Of of, ColumnType type) throws IOException {
        GraphHeader.Place place = header.find(name, of)
                .orElseThrow(() -> new IOException(file + ": there is no column \"" + name + "\" of " + of));
        if (!place.column().type().equals(Optional.of(type))) {
            throw new IOException(file + ": the column \"" + name + "\" of " + of + " is not of type " + type);
        }
        return place.index();
    }

    WeightForm weightForm() throws IOException {
        Optional<GraphHeader.Place> weight = header.find(WEIGHT, Of.IN_EDGES);
        if (weight.isEmpty()) {
            return WeightForm.NONE;
        }
        return weight.get()
                .column()
                .type()
                .flatMap(WeightForm::stored)
                .orElseThrow(() ->
                        new IOException(file + ": the column \"" + WEIGHT + "\" has a type that weights don't have"));
    }

    /** Of a topology, in the order in which they are written. */
    static List<Column> of(Topology topology, Optional<Column> ids) {
        var columns = new ArrayList<Column>();
        ids.ifPresent(columns::add);
        columns.add(Column.required(ORDER, Of.IDS, ColumnType.INT32));
        columns.add(Column.required(IN_DEGREE, Of.VERTICES, ColumnType.INT32));
        if (topology.directed()) {
            columns.add(Column.required(OUT_DEGREE, Of.VERTICES, ColumnType.INT32));
        }
        addEdges(topology, Of.IN_EDGES, columns);
        if (topology.directed()) {
            addEdges(topology, Of.OUT_EDGES, columns);
        }
        return columns;
    }

    private static void addEdges(Topology topology, Of of, List<Column> columns) {
        columns.add(Column.required(NEIGHBOUR, of, ColumnType.INT32));
        topology.weightForm().stored().ifPresent(type -> columns.add(Column.required(WEIGHT, of, type)));
    }
}

package dev.weft.graph.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a header says of a column. Readers take a column that they don't know for what it says: an optional one is passed over, for any
 * other the graph is refused.
 *
 * @param typeCode of a {@link ColumnType}, or of one that only later versions know
 */
public record Column(String name, Of of, int typeCode, boolean optional) {
    /** What there is an element for, and in which order. */
    public enum Of {
        /** Each vertex, by ascending id; in the file of vertices. */
        IDS(0),
        /** Each vertex, by its internal id; in the file of vertices. */
        VERTICES(1),
        /** Each neighbour along an edge that comes in; in the files of the partitions. */
        IN_EDGES(2),
        /** Each neighbour along an edge that goes out, if the graph is directed; in the files of the partitions. */
        OUT_EDGES(3);

        /** In a header. */
        final int code;

        Of(int code) {
            this.code = code;
        }

        static Optional<Of> ofCode(int code) {
            return Arrays.stream(values()).filter(of -> of.code == code).findFirst();
        }

        boolean inParts() {
            return this == IN_EDGES || this == OUT_EDGES;
        }
    }

    public static Column required(String name, Of of, ColumnType type) {
        return new Column(name, of, type.code, false);
    }

    public Optional<ColumnType> type() {
        return ColumnType.ofCode(typeCode);
    }
}

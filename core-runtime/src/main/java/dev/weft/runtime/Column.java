package dev.weft.runtime;

/** A named result with one value for every id, in ascending order of the ids. The arrays are the program's own, not copies. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Column {
    Ids ids();

    int size();

    /** The value of the i-th id as text, as LDBC Graphalytics writes it. */
    String text(int index);

    record Doubles(Ids ids, double[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public String text(int index) {
            double value = values[index];
            return value == Double.POSITIVE_INFINITY ? "infinity" : Double.toString(value);
        }
    }

    record Longs(Ids ids, long[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public String text(int index) {
            return Long.toString(values[index]);
        }
    }
}

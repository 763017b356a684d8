package dev.weft.graph;

/** Combines a row into another, place by place. */
final class RowFold {
    private RowFold() {}

    static void apply(Op op, float[] row, int from, float[] into, int at, int width) {
        switch (op) {
            case MIN -> {
                for (int j = 0; j < width; j++) {
                    into[at + j] = Math.min(into[at + j], row[from + j]);
                }
            }
            case MAX -> {
                for (int j = 0; j < width; j++) {
                    into[at + j] = Math.max(into[at + j], row[from + j]);
                }
            }
            default -> {
                for (int j = 0; j < width; j++) {
                    into[at + j] += row[from + j];
                }
            }
        }
    }

    /** Of a row that the weight of an edge has changed. */
    static void apply(RowFunction function, float weight, float[] row, int from, float[] into, int at) {
        boolean times = function.weight == Weight.TIMES;
        for (int j = 0; j < function.width; j++) {
            float value = times ? row[from + j] * weight : row[from + j] + weight;
            float before = into[at + j];
            into[at + j] = switch (function.op) {
                case MIN -> Math.min(before, value);
                case MAX -> Math.max(before, value);
                default -> before + value;
            };
        }
    }
}

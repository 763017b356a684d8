package dev.weft.graph.source;

/**
 * What stands on the lines of a text file, by columns counted from 0.
 *
 * @param target the same as the source where a line holds one id, which then stands for both
 * @param weight {@link #NONE} if lines have no weight
 */
record LineForm(int source, int target, int weight) {
    static final int NONE = -1;

    /** One id. */
    static final LineForm VERTEX = new LineForm(0, 0, NONE);

    /** {@code source target}. */
    static final LineForm EDGE = new LineForm(0, 1, NONE);

    static LineForm edges(int source, int target, int weight) {
        return new LineForm(source, target, weight);
    }

    /** As messages name it: {@code source target}, or the columns where they are others than the first. */
    @Override
    public String toString() {
        String ends = isUsual() ? "source target" : "source=" + source + " target=" + target;
        String third = isUsual() ? " weight" : " weight=" + weight;
        return weighted() ? ends + third : ends;
    }

    boolean pairs() {
        return source != target;
    }

    boolean weighted() {
        return weight != NONE;
    }

    /** Whether the columns are the first ones, in their order. */
    boolean isUsual() {
        return source == 0 && target <= 1 && (weight == NONE || weight == 2 && target == 1);
    }
}

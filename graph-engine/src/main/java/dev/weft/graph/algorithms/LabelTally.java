package dev.weft.graph.algorithms;

/** Counts the labels of one vertex's neighbours and knows the most frequent, of several the smallest. For one thread. */
sealed interface LabelTally permits LabelCounts, LabelTable {
    /**
     * Forgets what was counted.
     *
     * @param neighbours how many there are to be counted
     */
    void begin(long neighbours);

    /**
     * Counts the labels of some neighbours.
     *
     * @return true if one label has more than half of all: the others needn't be counted
     */
    boolean add(int[] label, int[] neighbours, int from, int to);

    /** Of what was counted. */
    int mostFrequent();
}

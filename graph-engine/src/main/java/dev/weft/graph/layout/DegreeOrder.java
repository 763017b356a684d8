package dev.weft.graph.layout;

/**
 * The order of internal ids: falling degree, ties by ascending position, by one counting sort. On skewed graphs it keeps the values that
 * are read most often side by side, in cache (measured against input order and against spreading over partitions: see docs/decisions).
 */
final class DegreeOrder {
    private DegreeOrder() {}

    /**
     * @param degrees by position
     * @return for each internal id its position
     */
    static int[] positions(int[] degrees) {
        int highest = 0;
        for (int degree : degrees) {
            highest = Math.max(highest, degree);
        }
        var next = new int[highest + 2];
        for (int degree : degrees) {
            next[highest - degree + 1]++;
        }
        for (int i = 1; i < next.length; i++) {
            next[i] += next[i - 1];
        }
        var positions = new int[degrees.length];
        for (int position = 0; position < degrees.length; position++) {
            positions[next[highest - degrees[position]]++] = position;
        }
        return positions;
    }

    /** The inverse of a permutation. */
    static int[] inverse(int[] permutation) {
        var inverse = new int[permutation.length];
        for (int i = 0; i < permutation.length; i++) {
            inverse[permutation[i]] = i;
        }
        return inverse;
    }
}

package dev.weft.collectives.benchmark;

import dev.weft.collectives.Communicator;
import java.util.List;

/**
 * An operation of the benchmark, as each rank calls it.
 *
 * @param name its method of {@link Communicator}
 * @param verifier tells whether a call did what it should
 */
record Kernel(String name, Shape shape, Result result, Call call, Verifier verifier) {
    /** One call on one rank. */
    interface Call {
        void on(Communicator communicator, Areas areas);
    }

    /** Those of the lengths of a send buffer that give each block a value. */
    List<Integer> sizes(List<Integer> bytes, int ranks) {
        if (shape == Shape.EMPTY) {
            return List.of(0);
        }
        return bytes.stream().filter(each -> shape.blockLength(each, ranks) > 0).toList();
    }

    int fewestRanks() {
        return shape == Shape.MESSAGE ? 2 : 1;
    }
}

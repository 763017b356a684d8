package dev.weft.graph;

import dev.weft.collectives.Placement;
import java.util.Random;

/** Ranks on several workers, of unequal numbers. */
public final class RandomPlacement {
    private RandomPlacement() {}

    /** 2 to 4 workers, 1 to 3 ranks each. */
    public static Placement of(int seed) {
        var random = new Random(seed);
        return Placement.of(random.ints(2 + random.nextInt(3), 1, 4).toArray());
    }
}

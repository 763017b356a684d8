package dev.weft.graph;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Shares;
import java.util.Random;

/** Ranks of unequal workers: each has a weight from hardly any work to twice the usual. */
public final class RandomShares {
    private RandomShares() {}

    public static Shares of(int seed) {
        Placement placement = RandomPlacement.of(seed);
        var random = new Random(~seed);
        return Shares.weighted(
                placement,
                random.ints(placement.workers(), 1, 2 * Shares.AVERAGE).toArray());
    }
}

package dev.weft.collectives.algorithm;

/**
 * How a number of ranks that is no power of two plays as the next smaller power: of the first pairs, the odd rank hands
 * what it has to the even one and waits for the end.
 *
 * <pre>
 *   7 ranks as 4 players    rank 0 1 2 3 4 5 6    player 0 - 1 - 2 - 3
 * </pre>
 */
public final class Powers {
    private Powers() {}

    public static int log2Up(int number) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(number - 1);
    }

    static int players(int ranks) {
        return Integer.highestOneBit(ranks);
    }

    /** How many pairs there are. */
    static int pairs(int ranks) {
        return ranks - players(ranks);
    }

    static boolean isPaired(int rank, int ranks) {
        return rank < 2 * pairs(ranks);
    }

    /** Hands over and waits. */
    static boolean steps(int rank, int ranks) {
        return isPaired(rank, ranks) && (rank & 1) == 1;
    }

    static int player(int rank, int ranks) {
        return isPaired(rank, ranks) ? rank >> 1 : rank - pairs(ranks);
    }

    static int rank(int player, int ranks) {
        int pairs = pairs(ranks);
        return player < pairs ? 2 * player : player + pairs;
    }
}

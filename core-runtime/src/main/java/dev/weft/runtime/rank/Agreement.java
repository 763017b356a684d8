package dev.weft.runtime.rank;

import dev.weft.collectives.CallSites;
import dev.weft.collectives.CollectiveMismatchException;
import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A barrier that ranks pass only if all of them are at the same point of their program. Each gives a fingerprint of its point; the
 * largest fingerprint and the largest complement are equal complements only if all fingerprints are the same. Where they are not, a
 * second call tells every rank what the others do.
 */
final class Agreement {
    private static final int DESCRIPTION_BYTES = 512;

    private final Communicator peers;
    private final long[] bounds = new long[2];

    Agreement(Communicator peers) {
        this.peers = peers;
    }

    void require(long fingerprint, Supplier<String> description) {
        bounds[0] = fingerprint;
        bounds[1] = ~fingerprint;
        peers.allReduce(bounds, 0, 2, Op.MAX);
        if (bounds[0] != ~bounds[1]) {
            throw mismatch(description.get() + ", at "
                    + CallSites.DEFAULT.nearest(Thread.currentThread().getStackTrace()));
        }
    }

    private CollectiveMismatchException mismatch(String mine) {
        byte[] own = Arrays.copyOf(mine.getBytes(StandardCharsets.UTF_8), DESCRIPTION_BYTES);
        byte[] all = new byte[DESCRIPTION_BYTES * peers.size()];
        peers.allGather(own, 0, DESCRIPTION_BYTES, all, 0);
        String first = descriptionOf(0, all);
        int other = 1;
        while (other < peers.size() - 1 && descriptionOf(other, all).equals(first)) {
            other++;
        }
        return new CollectiveMismatchException("rank 0 is at " + first + ", rank " + other + " is at "
                + descriptionOf(other, all) + ": every rank must come to the same steps in the same order");
    }

    private static String descriptionOf(int rank, byte[] all) {
        return new String(all, rank * DESCRIPTION_BYTES, DESCRIPTION_BYTES, StandardCharsets.UTF_8).replace("\0", "");
    }

    /** Spreads the bits of several numbers over one (the finalizer of MurmurHash 3). */
    static long fingerprint(long... parts) {
        long hash = 0;
        for (long part : parts) {
            hash = (hash ^ part) * 0xff51afd7ed558ccdL;
            hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
            hash ^= hash >>> 33;
        }
        return hash;
    }
}

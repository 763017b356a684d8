package dev.weft.checkpoint.save;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers what the state of each partition was at each step boundary: when a recovery has a step done again, it must be the same again. Keeps the
 * newest so many digests.
 */
public final class ProofLedger {
    private final int mostDigests;
    private final TreeMap<StepId, Known> known = new TreeMap<>();
    private long digests;

    /** @param present which partitions have said theirs */
    private record Known(long[] digests, boolean[] present) {}

    public ProofLedger(int mostDigests) {
        this.mostDigests = mostDigests;
    }

    /**
     * A rank is at a boundary.
     *
     * @param first the partition that the first digest is of
     * @param partitions of all ranks
     * @return what differs from what was said of the same boundary before, if anything does
     */
    public Optional<String> said(StepId at, int first, long[] digests, int partitions) {
        Known before = known.get(at);
        if (before == null) {
            before = newKnown(partitions);
            known.put(at, before);
        }
        if (before.digests.length != partitions) {
            return Optional.of("at " + at + " the state has " + partitions + " partitions, and had "
                    + before.digests.length + " before the recovery");
        }
        for (int i = 0; i < digests.length; i++) {
            if (before.present[first + i] && before.digests[first + i] != digests[i]) {
                return Optional.of(different(at, first + i, before.digests[first + i], digests[i]));
            }
        }
        System.arraycopy(digests, 0, before.digests, first, digests.length);
        Arrays.fill(before.present, first, first + digests.length, true);
        return Optional.empty();
    }

    private static String different(StepId at, int partition, long before, long now) {
        return "partition " + partition + " at " + at + " is " + Long.toHexString(now) + " after the recovery and was "
                + Long.toHexString(before)
                + " before it: the program depends on more than its graph, its arguments and what it saves (a clock, a random"
                + " number, a variable outside of its saved arrays), or memory is damaged";
    }

    private Known newKnown(int partitions) {
        digests += partitions;
        while (digests > mostDigests && !known.isEmpty()) {
            digests -= known.pollFirstEntry().getValue().digests.length;
        }
        return new Known(new long[partitions], new boolean[partitions]);
    }
}

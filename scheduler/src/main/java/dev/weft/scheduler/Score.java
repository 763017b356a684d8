package dev.weft.scheduler;

import java.util.Comparator;

/**
 * How good a plan is: what stands further up decides first, and each is better the smaller it is, but for the links, which are better the
 * larger they are.
 *
 * @param coordinator 0: alone with ranks that stay, on a host that stays; 1: on a host that is preemptible; 2: beside preemptible ranks
 * @param span how far apart the hosts stand, but nothing nearer than what the gang prefers
 * @param mostOnHost of one operator's units, where they are to be spread; so the next two
 * @param hosts where units are to be packed
 * @param weakestLink between two GPUs that the gang has on a host; largest if there is no such pair
 * @param linkSum over all such pairs
 * @param split units with cores of their own from several NUMA nodes
 * @param opened hosts that had nothing before
 * @param exposed ranks on hosts that are preemptible
 */
public record Score(
        int coordinator,
        Level span,
        int mostOnHost,
        int mostInRack,
        int mostInZone,
        int hosts,
        int weakestLink,
        long linkSum,
        int split,
        int opened,
        int exposed)
        implements Comparable<Score> {
    /** What can only get worse while units are added. */
    private static final Comparator<Score> GROWING = Comparator.comparing(Score::span)
            .thenComparingInt(Score::mostOnHost)
            .thenComparingInt(Score::mostInRack)
            .thenComparingInt(Score::mostInZone)
            .thenComparingInt(Score::hosts);

    private static final Comparator<Score> ORDER = Comparator.comparingInt(Score::coordinator)
            .thenComparing(GROWING)
            .thenComparing(Comparator.comparingInt(Score::weakestLink).reversed())
            .thenComparing(Comparator.comparingLong(Score::linkSum).reversed())
            .thenComparingInt(Score::split)
            .thenComparingInt(Score::opened)
            .thenComparingInt(Score::exposed);

    /** Negative: this is better. */
    @Override
    public int compareTo(Score other) {
        return ORDER.compare(this, other);
    }

    /** Whether this, of a part of a plan, can no more become better than that of a whole one whose coordinator is well placed. */
    boolean isBeyond(Score whole) {
        return whole.coordinator == 0 && GROWING.compare(this, whole) > 0;
    }
}

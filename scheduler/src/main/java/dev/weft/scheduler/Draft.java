package dev.weft.scheduler;

import java.util.Arrays;

/** How many units of each class stand on each host, while that is being decided. */
final class Draft {
    private final int[][] counts;
    private final int[] units;
    private final int[] hosts;
    private int hostCount;

    /** What a draft was at one moment: hosts, and for each class the counts on these. */
    record Kept(int[] hosts, int[][] counts) {}

    Draft(int classes, int hosts) {
        this.counts = new int[classes][hosts];
        this.units = new int[hosts];
        this.hosts = new int[hosts];
    }

    int count(int unitClass, int host) {
        return counts[unitClass][host];
    }

    /** Of all classes. */
    int units(int host) {
        return units[host];
    }

    int hostCount() {
        return hostCount;
    }

    /** The i-th of those with units. */
    int host(int i) {
        return hosts[i];
    }

    /** @param count negative to take away */
    void add(int unitClass, int host, int count) {
        if (count == 0) {
            return;
        }
        if (units[host] == 0) {
            hosts[hostCount++] = host;
        }
        counts[unitClass][host] += count;
        units[host] += count;
        if (units[host] == 0) {
            remove(host);
        }
    }

    private void remove(int host) {
        int at = --hostCount;
        while (hosts[at] != host) {
            at--;
        }
        System.arraycopy(hosts, at + 1, hosts, at, hostCount - at);
    }

    void clear() {
        for (int i = 0; i < hostCount; i++) {
            for (int[] ofClass : counts) {
                ofClass[hosts[i]] = 0;
            }
            units[hosts[i]] = 0;
        }
        hostCount = 0;
    }

    Kept kept() {
        int[] its = Arrays.copyOf(hosts, hostCount);
        return new Kept(
                its,
                Arrays.stream(counts)
                        .map(ofClass ->
                                Arrays.stream(its).map(host -> ofClass[host]).toArray())
                        .toArray(int[][]::new));
    }

    void become(Kept kept) {
        clear();
        for (int unitClass = 0; unitClass < counts.length; unitClass++) {
            for (int i = 0; i < kept.hosts().length; i++) {
                add(unitClass, kept.hosts()[i], kept.counts()[unitClass][i]);
            }
        }
    }
}

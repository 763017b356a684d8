package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Units of a gang in which the ranks of some operators live: workers, or ranks where these are placed one by one.
 *
 * @param first the units of all pools of a gang are numbered through
 * @param groups the operators' numbers
 */
public record Pool(int first, int units, List<Integer> groups) {
    public Pool {
        groups = List.copyOf(groups);
    }

    /** Of operators, in the order of the first of each. */
    static List<Pool> of(List<Group> groups) {
        var pools = new ArrayList<Pool>();
        int first = 0;
        for (int number = 0; number < groups.size(); number++) {
            Group group = groups.get(number);
            if (groups.subList(0, number).stream().noneMatch(group::livesWith)) {
                pools.add(new Pool(first, group.units(), together(number, groups)));
                first = Math.addExact(first, group.units());
            }
        }
        return pools;
    }

    private static List<Integer> together(int number, List<Group> groups) {
        return IntStream.range(number, groups.size())
                .filter(other -> other == number || groups.get(other).livesWith(groups.get(number)))
                .boxed()
                .toList();
    }

    /** The number of a unit's first rank in its operator; of the number after the last unit, how many ranks there are. */
    int firstRank(Group group, int unit) {
        return (int) ((long) group.ranks() * (unit - first) / units);
    }

    public int ranks(Group group, int unit) {
        return firstRank(group, unit + 1) - firstRank(group, unit);
    }

    /** Of a unit at its fullest. */
    public int mostRanks(Group group) {
        return Math.ceilDiv(group.ranks(), units);
    }

    public boolean has(int unit) {
        return unit >= first && unit < first + units;
    }
}

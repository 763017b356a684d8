package dev.weft.graph.algorithms;

import java.util.Arrays;

/** A worker's vertices in the order of their communities. */
final class CommunityMembers {
    static final CommunityMembers NONE = new CommunityMembers(new int[1], new int[0]);

    private final int[] starts;
    private final int[] members;

    private CommunityMembers(int[] starts, int[] members) {
        this.starts = starts;
        this.members = members;
    }

    /**
     * Of the vertices from {@code first} to before {@code end}.
     *
     * @param label of each vertex's community
     * @param number of the community of each label, from 0 to before {@code communities}; -1 leaves its vertices out
     */
    static CommunityMembers of(int[] label, int[] number, int communities, int first, int end) {
        var next = new int[communities + 1];
        for (int v = first; v < end; v++) {
            if (number[label[v]] >= 0) {
                next[number[label[v]] + 1]++;
            }
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] starts = next.clone();
        var members = new int[next[communities]];
        for (int v = first; v < end; v++) {
            if (number[label[v]] >= 0) {
                members[next[number[label[v]]]++] = v;
            }
        }
        return new CommunityMembers(starts, members);
    }

    int communities() {
        return starts.length - 1;
    }

    /** Where the members of a community begin; for the number of communities the number of all members. */
    int start(int community) {
        return starts[community];
    }

    int member(int i) {
        return members[i];
    }
}

package dev.weft.runtime.hosts;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which host a process goes to: the first that has a free slot, so that neighbours are on one host; where all slots are taken, the one whose slots are
 * taken the fewest times.
 */
final class HostSlots {
    private final int[] slots;
    private final int[] taken;
    private final BitSet closed = new BitSet();
    private final Map<Integer, Integer> hostOf = new HashMap<>();

    /** @param slots of each host, at least 1 */
    HostSlots(int... slots) {
        this.slots = slots.clone();
        this.taken = new int[slots.length];
    }

    /** The host that the process goes to; none if all are closed. */
    Optional<Integer> place(int process) {
        int best = -1;
        for (int host = 0; host < slots.length; host++) {
            if (!closed.get(host) && (best < 0 || load(host) < load(best))) {
                best = host;
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        taken[best]++;
        hostOf.put(process, best);
        return Optional.of(best);
    }

    /** How many times over the slots would be taken. */
    private int load(int host) {
        return taken[host] / slots[host];
    }

    Optional<Integer> hostOf(int process) {
        return Optional.ofNullable(hostOf.get(process));
    }

    void ended(int process) {
        Integer host = hostOf.remove(process);
        if (host != null) {
            taken[host]--;
        }
    }

    /** Takes no process any more. Returns those that it has. */
    List<Integer> close(int host) {
        closed.set(host);
        return hostOf.entrySet().stream()
                .filter(each -> each.getValue() == host)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}

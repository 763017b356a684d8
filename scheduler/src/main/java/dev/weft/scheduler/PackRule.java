package dev.weft.scheduler;

import dev.weft.scheduler.Rooms.Limits;
import java.util.Arrays;
import java.util.List;

/**
 * Puts a gang on few hosts of a domain. Class after class, those first that have least room to spare: on the hosts that the gang has already, then on
 * as few more as hold the rest, the roomiest; among as few, on as few as possible that had nothing before; the last ones where they fit most
 * closely. Of one class that gives the fewest hosts that there are, and on so many hosts the fewest opened. Sorts the domain, no more.
 */
final class PackRule {
    private final CellState state;
    private final List<UnitClass> classes;
    private final Rooms rooms;
    private final int start;
    private final int[] order;

    /** @param start the host that comes first among equals */
    PackRule(CellState state, List<UnitClass> classes, Rooms rooms, int start, int[] order) {
        this.state = state;
        this.classes = classes;
        this.rooms = rooms;
        this.start = start;
        this.order = order;
    }

    /** @return false if it found no way; the draft is then unfinished */
    boolean fill(int[] domain, Limits limits, Draft draft) {
        for (int unitClass : order) {
            if (!place(unitClass, domain, limits, draft)) {
                return false;
            }
        }
        return true;
    }

    private boolean place(int unitClass, int[] domain, Limits limits, Draft draft) {
        int left = classes.get(unitClass).count();
        left -= takeAll(unitClass, sorted(unitClass, domain, Kind.OURS, limits, draft), left, draft);
        if (left == 0) {
            return true;
        }
        long[] used = sorted(unitClass, domain, Kind.USED, limits, draft);
        long[] whole = sorted(unitClass, domain, Kind.WHOLE, limits, draft);
        int hosts = fewest(used, whole, left);
        if (hosts < 0) {
            return false;
        }
        int opened = fewestOpened(used, whole, hosts, left);
        take(unitClass, used, hosts - opened, whole, opened, left, draft);
        return true;
    }

    // ---- hosts, by their room

    private enum Kind {
        /** The gang has units there. */
        OURS,
        /** Others have. */
        USED,
        /** Nobody has. */
        WHOLE
    }

    /** The hosts of a kind that have room, packed with it into numbers, the roomiest first; then those that stay, then by number. */
    private long[] sorted(int unitClass, int[] domain, Kind kind, Limits limits, Draft draft) {
        var keys = new long[domain.length];
        int count = 0;
        for (int host : domain) {
            if (rooms.alone(unitClass, host) > 0 && kind(host, draft) == kind) {
                int room = rooms.more(unitClass, host, draft, limits);
                if (room > 0) {
                    keys[count++] = key(room, host);
                }
            }
        }
        long[] sorted = Arrays.copyOf(keys, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private Kind kind(int host, Draft draft) {
        if (draft.units(host) > 0) {
            return Kind.OURS;
        }
        return state.gangs(host) > 0 ? Kind.USED : Kind.WHOLE;
    }

    /** Ascending: sorts first what is to be taken first. */
    private long key(int room, int host) {
        int hosts = state.inventory().size();
        int turn = (host - start + hosts) % hosts;
        long leaves = state.inventory().host(host).preemptible() ? 1L << 31 : 0;
        return (long) -room << 32 | leaves | turn;
    }

    private static int room(long key) {
        return (int) -(key >> 32);
    }

    private int host(long key) {
        return (int) (((key & (1L << 31) - 1) + start) % state.inventory().size());
    }

    // ---- how many

    private static int fewest(long[] used, long[] whole, int units) {
        long left = units;
        int ofUsed = 0;
        int ofWhole = 0;
        while (left > 0) {
            boolean fromUsed =
                    ofUsed < used.length && (ofWhole == whole.length || room(used[ofUsed]) >= room(whole[ofWhole]));
            if (!fromUsed && ofWhole == whole.length) {
                return -1;
            }
            left -= fromUsed ? room(used[ofUsed++]) : room(whole[ofWhole++]);
        }
        return ofUsed + ofWhole;
    }

    /** Of so many hosts, the fewest that must be whole ones. */
    private static int fewestOpened(long[] used, long[] whole, int hosts, int units) {
        long room = 0;
        for (int i = 0; i < Math.min(hosts, used.length); i++) {
            room += room(used[i]);
        }
        for (int opened = 0; opened <= hosts; opened++) {
            if (opened > 0) {
                room += room(whole[opened - 1]);
                int dropped = hosts - opened;
                room -= dropped < used.length ? room(used[dropped]) : 0;
            }
            if (room >= units && hosts - opened <= used.length) {
                return opened;
            }
        }
        throw new AssertionError("as many hosts as that hold all, but no mix of used and whole ones does");
    }

    // ---- taking

    private int takeAll(int unitClass, long[] keys, int units, Draft draft) {
        int left = units;
        for (int i = 0; i < keys.length && left > 0; i++) {
            int count = Math.min(left, room(keys[i]));
            draft.add(unitClass, host(keys[i]), count);
            left -= count;
        }
        return units - left;
    }

    private void take(int unitClass, long[] used, int ofUsed, long[] whole, int ofWhole, int units, Draft draft) {
        boolean lastIsUsed = ofWhole == 0 || ofUsed > 0 && room(used[ofUsed - 1]) < room(whole[ofWhole - 1]);
        long[] last = lastIsUsed ? used : whole;
        int at = (lastIsUsed ? ofUsed : ofWhole) - 1;
        int left = units;
        left -= takeAll(unitClass, Arrays.copyOf(used, lastIsUsed ? at : ofUsed), left, draft);
        left -= takeAll(unitClass, Arrays.copyOf(whole, lastIsUsed ? ofWhole : at), left, draft);
        draft.add(unitClass, host(closest(last, at, left)), left);
    }

    /** The tightest host from there on that holds so many. */
    private static long closest(long[] keys, int from, int units) {
        int at = from;
        while (at + 1 < keys.length && room(keys[at + 1]) >= units) {
            at++;
        }
        while (at > from && room(keys[at - 1]) == room(keys[at])) {
            at--;
        }
        return keys[at];
    }
}

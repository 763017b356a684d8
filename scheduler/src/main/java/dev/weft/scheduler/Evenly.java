package dev.weft.scheduler;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Deals units to hosts so that the most that a host has is as small as it can be; with that, the most of a rack; with both, the most of a zone.
 * Each of the three is found by halving, since room only grows with it; then units are dealt in rounds, one to each host that is below all three.
 */
final class Evenly {
    private final Inventory inventory;
    private final int[] hosts;
    private final int[] room;
    private final int[] has;
    private final int[] inRack;
    private final int[] inZone;

    private record Caps(int host, int rack, int zone) {}

    /**
     * @param room for more units
     * @param has units that count with them
     */
    Evenly(Inventory inventory, int[] hosts, int[] room, int[] has) {
        this.inventory = inventory;
        this.hosts = hosts;
        this.room = room;
        this.has = has;
        this.inRack = new int[inventory.racks()];
        this.inZone = new int[inventory.zones()];
    }

    /** @return how many more each host gets; nothing if they haven't room for all */
    int[] deal(int units) {
        int most = Math.addExact(units, Arrays.stream(has).sum());
        if (room(new Caps(most, most, most)) < units) {
            return new int[0];
        }
        int host = least(most, cap -> room(new Caps(cap, most, most)) >= units);
        int rack = least(most, cap -> room(new Caps(host, cap, most)) >= units);
        int zone = least(most, cap -> room(new Caps(host, rack, cap)) >= units);
        return deal(units, new Caps(host, rack, zone));
    }

    private static int least(int most, IntPredicate isEnough) {
        int low = 0;
        int high = most;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isEnough.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** How many units more fit below the caps. */
    private long room(Caps caps) {
        var rackLeft = new int[inRack.length];
        var zoneLeft = new int[inZone.length];
        Arrays.fill(rackLeft, caps.rack());
        Arrays.fill(zoneLeft, caps.zone());
        for (int i = 0; i < hosts.length; i++) {
            rackLeft[rack(i)] -= has[i];
            zoneLeft[zone(i)] -= has[i];
        }
        long sum = 0;
        for (int i = 0; i < hosts.length; i++) {
            int more = Math.min(room[i], caps.host() - has[i]);
            more = Math.max(0, Math.min(more, Math.min(rackLeft[rack(i)], zoneLeft[zone(i)])));
            rackLeft[rack(i)] -= more;
            zoneLeft[zone(i)] -= more;
            sum += more;
        }
        return sum;
    }

    private int[] deal(int units, Caps caps) {
        var dealt = new int[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            inRack[rack(i)] += has[i];
            inZone[zone(i)] += has[i];
        }
        for (int left = units; left > 0; ) {
            for (int i = 0; i < hosts.length && left > 0; i++) {
                if (takesOne(i, dealt, caps)) {
                    dealt[i]++;
                    inRack[rack(i)]++;
                    inZone[zone(i)]++;
                    left--;
                }
            }
        }
        return dealt;
    }

    private boolean takesOne(int i, int[] dealt, Caps caps) {
        return dealt[i] < room[i]
                && has[i] + dealt[i] < caps.host()
                && inRack[rack(i)] < caps.rack()
                && inZone[zone(i)] < caps.zone();
    }

    private int rack(int i) {
        return inventory.rackOf(hosts[i]);
    }

    private int zone(int i) {
        return inventory.zoneOf(hosts[i]);
    }
}

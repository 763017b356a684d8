package dev.weft.scheduler;

import dev.weft.scheduler.Rooms.Limits;
import java.util.List;

/** Lays a gang over the hosts of a domain, class after class, each {@link Evenly}. */
final class SpreadRule {
    private final Inventory inventory;
    private final List<UnitClass> classes;
    private final Rooms rooms;
    private final Scoring scoring;
    private final int start;

    /** @param start the host that comes first among equals */
    SpreadRule(Inventory inventory, List<UnitClass> classes, Rooms rooms, Scoring scoring, int start) {
        this.inventory = inventory;
        this.classes = classes;
        this.rooms = rooms;
        this.scoring = scoring;
        this.start = start;
    }

    /** @return false if there is no room; the draft is then unfinished */
    boolean fill(int[] domain, Draft draft) {
        int[] hosts = fromStart(domain);
        for (int unitClass = 0; unitClass < classes.size(); unitClass++) {
            if (!place(unitClass, hosts, draft)) {
                return false;
            }
        }
        return true;
    }

    private boolean place(int unitClass, int[] hosts, Draft draft) {
        int group = classes.get(unitClass).group();
        var room = new int[hosts.length];
        var has = new int[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            room[i] = rooms.more(unitClass, hosts[i], draft, Limits.NONE);
            has[i] = scoring.units(draft, group, hosts[i]);
        }
        int[] dealt = new Evenly(inventory, hosts, room, has)
                .deal(classes.get(unitClass).count());
        for (int i = 0; i < dealt.length; i++) {
            draft.add(unitClass, hosts[i], dealt[i]);
        }
        return dealt.length > 0;
    }

    /** Hosts that stay come first, then those behind the first among equals. */
    private int[] fromStart(int[] domain) {
        var hosts = new int[domain.length];
        int count = 0;
        for (int pass = 0; pass < 4; pass++) {
            for (int host : domain) {
                int its = (inventory.host(host).preemptible() ? 2 : 0) + (host < start ? 1 : 0);
                if (its == pass) {
                    hosts[count++] = host;
                }
            }
        }
        return hosts;
    }
}

package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says why a gang was laid out as it was. */
final class Why {
    private final CellState state;
    private final Inventory inventory;
    private final Gang gang;
    private final List<UnitClass> classes;
    private final Rooms rooms;
    private final Draft draft;
    private final Score score;
    private final int coordinator;
    private final boolean comparedAll;
    private final boolean anyPreemptible;

    Why(
            CellState state,
            Gang gang,
            List<UnitClass> classes,
            Rooms rooms,
            Draft draft,
            Score score,
            int coordinator,
            boolean comparedAll) {
        this.state = state;
        this.inventory = state.inventory();
        this.gang = gang;
        this.classes = classes;
        this.rooms = rooms;
        this.draft = draft;
        this.score = score;
        this.coordinator = coordinator;
        this.comparedAll = comparedAll;
        this.anyPreemptible = classes.stream().anyMatch(unit -> unit.preemptible());
    }

    List<String> sentences() {
        var sentences = new ArrayList<String>();
        sentences.add(gang.strategy() == Strategy.PACK ? packed() : spread());
        if (score.hosts() > 1) {
            sentences.add(String.format(Locale.ROOT, "%,d hosts are the fewest that hold them", score.hosts()));
        }
        if (score.opened() < draft.hostCount()) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "%,d of the %s had ranks of others already, so that whole hosts stay whole",
                    draft.hostCount() - score.opened(),
                    Words.count(draft.hostCount(), "host")));
        }
        if (score.split() > 0) {
            sentences.add(Words.count(score.split(), "unit") + " had to take cores of two NUMA nodes");
        }
        if (score.exposed() > 0) {
            sentences.add(Words.count(score.exposed(), "rank") + " on hosts that may be taken away (preemptible)");
        }
        sentences.add(coordinatorSentence());
        sentences.add(howSure());
        return sentences;
    }

    // ---- where

    private String packed() {
        Level span = span();
        String place = "all " + Words.count(gang.ranks(), "rank") + " on " + place(span);
        if (span == Level.HOST) {
            return place + ": one host has room for all";
        }
        Level nearer = span.nearer();
        if (!gang.nearest().isWithin(nearer)) {
            return place + ", which is as near as was asked for";
        }
        return place + ": " + roomiest(nearer);
    }

    private String spread() {
        String place = gang.nearest() == Level.CELL ? "" : " within " + place(span());
        return String.format(
                Locale.ROOT,
                "spread%s: at most %,d %s on a host, %,d in a rack, %,d in a zone; no way has fewer",
                place,
                score.mostOnHost(),
                gang.groups().getFirst().unit(score.mostOnHost()),
                score.mostInRack(),
                score.mostInZone());
    }

    /** The nearest level whose one domain has all. */
    private Level span() {
        return Stream.of(Level.values()).filter(this::isWithin).findFirst().orElse(Level.CELL);
    }

    private boolean isWithin(Level level) {
        String first = inventory.domainName(level, draft.host(0));
        return IntStream.range(0, draft.hostCount())
                .allMatch(i -> inventory.domainName(level, draft.host(i)).equals(first));
    }

    private String place(Level span) {
        if (span == Level.HOST) {
            return inventory.host(draft.host(0)).name();
        }
        if (!inventory.hasTopology()) {
            return Words.count(draft.hostCount(), "host");
        }
        return (span == Level.CELL
                ? "hosts of several zones"
                : "hosts of " + inventory.domainName(span, draft.host(0)));
    }

    /** Which domain of a level, though not enough, has most room. */
    private String roomiest(Level level) {
        long most = -1;
        int at = 0;
        for (int[] domain : inventory.domains(level)) {
            long ranks = ranks(domain);
            if (ranks > most) {
                most = ranks;
                at = domain[0];
            }
        }
        String name = level.name().toLowerCase(Locale.ROOT);
        return most >= gang.ranks()
                ? "no single " + name + " takes all of them together"
                : "no single %s has room for all; %s has most, for %,d"
                        .formatted(name, inventory.domainName(level, at), most);
    }

    private long ranks(int[] domain) {
        long ranks = 0;
        for (int unitClass = 0; unitClass < classes.size(); unitClass++) {
            long units = 0;
            for (int host : domain) {
                units += rooms.alone(unitClass, host);
            }
            ranks += Math.min(units, classes.get(unitClass).count())
                    * classes.get(unitClass).ranks();
        }
        return ranks;
    }

    // ---- the coordinator, and how sure this is

    private String coordinatorSentence() {
        String on = "the coordinator on " + inventory.host(coordinator).name() + ": ";
        if (!anyPreemptible) {
            return on
                    + (gang.coordinatorHost().isPresent() ? "the job is started there" : "no rank here is preemptible");
        }
        return on
                + switch (score.coordinator()) {
                    case 0 ->
                        draft.units(coordinator) > 0
                                ? "the ranks there are not preemptible"
                                : "no preemptible ranks there";
                    case 1 -> "no preemptible ranks there, though the host may be taken away: no other is left";
                    default -> "beside preemptible ranks, since there is no other host for either";
                };
    }

    private String howSure() {
        if (comparedAll) {
            return "compared with all other ways that there are";
        }
        return "by rule: all ways are compared only where few hosts (up to " + Planner.FEW_HOSTS
                + ") have room for few ranks";
    }

    // ---- of single hosts

    Map<Integer, String> ofHosts(List<UnitPlace> units) {
        var why = new HashMap<Integer, String>();
        for (int i = 0; i < draft.hostCount(); i++) {
            int host = draft.host(i);
            var parts = new ArrayList<String>();
            parts.add(fullness(host));
            long gpus = units.stream()
                    .filter(unit -> unit.host() == host)
                    .map(UnitPlace::gpus)
                    .reduce(0L, (one, other) -> one | other);
            if (Long.bitCount(gpus) > 1) {
                parts.add(joined(host, Long.bitCount(gpus)));
            }
            why.put(host, String.join("; ", parts));
        }
        return why;
    }

    private String fullness(int host) {
        int unitClass = IntStream.range(0, classes.size())
                .filter(number -> draft.count(number, host) > 0)
                .findFirst()
                .orElseThrow();
        UnitClass unit = classes.get(unitClass);
        Group group = gang.groups().get(unit.group());
        int more = rooms.moreOfMany(unitClass, host, draft);
        return more == 0
                ? "full: no " + rooms.limit(unitClass, host, draft) + " for another " + group.unit(1)
                : String.format(Locale.ROOT, "room for %,d more", more);
    }

    private String joined(int host, int gpus) {
        int weakest = rooms.gpus(host).weakest()[gpus];
        int free = Long.bitCount(state.freeGpus(host));
        String all = "every two joined by " + LinkClass.name(weakest) + " or better";
        return free == gpus ? all : all + ", the best-connected " + gpus + " of " + free + " free";
    }
}

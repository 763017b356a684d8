package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What keeps an operator's ranks off hosts: for each thing, how many had room if that thing alone were otherwise. */
final class Missing {
    private static final long PLENTY = 1L << 40;
    private static final List<Thing> COUNTED = List.of(Thing.SLOTS, Thing.CPU, Thing.MEMORY, Thing.GPUS);

    private final CellState state;
    private final Group group;
    private final UnitClass unit;
    private final Pins pins;
    private final int[] hosts;

    private enum Thing {
        SLOTS,
        CPU,
        MEMORY,
        GPUS,
        HEALTH,
        CORES,
        LABELS,
        PREEMPTIBLE,
        CLOSED
    }

    /** What a host lacks of a thing for some units more. */
    private record Want(int host, long amount, long units) {}

    Missing(CellState state, Group group, int[] hosts) {
        this.state = state;
        this.group = group;
        this.hosts = hosts;
        int units = group.units();
        int ranks = Math.ceilDiv(group.ranks(), units);
        this.unit = UnitClass.of(Gang.of("", new Group(group.name(), ranks * units, units, group.eachRank())))
                .getFirst();
        this.pins = new Pins(state, List.of(unit));
    }

    boolean isAny() {
        return room(Optional.empty()) < unit.count();
    }

    long ranksWithRoom() {
        return Math.min(group.ranks(), room(Optional.empty()) * unit.ranks());
    }

    List<String> sentences(String where) {
        long room = room(Optional.empty());
        var sentences = new ArrayList<String>();
        sentences.add("%s has room for %,d of the %s of %s (%s)"
                .formatted(where, room, Words.count(unit.count(), group.unit(1)), group.name(), need()));
        Stream.of(Thing.values())
                .filter(thing -> room(Optional.of(thing)) > room)
                .sorted(Comparator.comparingLong((Thing thing) -> -Math.min(unit.count(), room(Optional.of(thing))))
                        .thenComparing(thing -> thing))
                .map(this::sentence)
                .forEach(sentences::add);
        if (sentences.size() == 1) {
            nearest().ifPresent(sentences::add);
        }
        return sentences;
    }

    private String need() {
        String each = Words.need(group.eachRank());
        return unit.ranks() == 1 ? each + " each" : unit.ranks() + " ranks each, which need " + each + " each";
    }

    // ---- room

    private long room(Optional<Thing> without) {
        return Math.min(
                PLENTY,
                Arrays.stream(hosts).mapToLong(host -> room(host, without)).sum());
    }

    private long room(int host, Optional<Thing> without) {
        if (keepsOff(host, without)) {
            return 0;
        }
        long most = PLENTY;
        for (Thing thing : COUNTED) {
            long needed = needed(thing);
            if (needed > 0 && without.filter(thing::equals).isEmpty()) {
                most = Math.min(most, free(thing, host, without) / needed);
            }
        }
        if (unit.isPinned() && without.filter(Thing.CORES::equals).isEmpty()) {
            most = Math.min(most, pins.most(unit, host));
        }
        return Math.min(most, unit.count());
    }

    private boolean keepsOff(int host, Optional<Thing> without) {
        Thing lifted = without.orElse(Thing.CPU);
        Host it = state.inventory().host(host);
        return lifted != Thing.CLOSED && state.closed(host)
                || lifted != Thing.PREEMPTIBLE && it.preemptible() && !unit.preemptible()
                || lifted != Thing.LABELS && !hasLabels(it);
    }

    private boolean hasLabels(Host host) {
        return host.labels().entrySet().containsAll(unit.nodeSelector().entrySet());
    }

    private long needed(Thing thing) {
        return switch (thing) {
            case SLOTS -> 1;
            case CPU -> unit.cpuMillis();
            case MEMORY -> unit.memoryMiB();
            case GPUS, HEALTH -> unit.gpus();
            default -> 0;
        };
    }

    private long free(Thing thing, int host, Optional<Thing> without) {
        return switch (thing) {
            case SLOTS -> state.freeSlots(host);
            case CPU -> state.freeCpuMillis(host);
            case MEMORY -> state.freeMemoryMiB(host);
            default ->
                Long.bitCount(state.freeGpus(host))
                        + (without.equals(Optional.of(Thing.HEALTH)) ? Long.bitCount(sick(host)) : 0);
        };
    }

    private long sick(int host) {
        Host it = state.inventory().host(host);
        return GpuSet.first(it.gpus().count()) & ~it.healthyGpus();
    }

    // ---- sentences

    private String sentence(Thing thing) {
        long more = Math.min(unit.count(), room(Optional.of(thing))) - room(Optional.empty());
        String room = "there is room for " + Words.count(more, group.unit(1)) + " more";
        return switch (thing) {
            case SLOTS, CPU, MEMORY, GPUS -> "missing: " + amounts(thing);
            case HEALTH -> room + " on GPUs that are not healthy: " + named(host -> sick(host) != 0, this::sickGpus);
            case CORES ->
                room + " without cores of their own"
                        + (unit.needsOneNode() ? " on one NUMA node: use pinning cores, or smaller workers" : "");
            case LABELS -> room + " on hosts without " + selector();
            case PREEMPTIBLE ->
                room + " on hosts that are preemptible, which " + group.name()
                        + " is not: preemptible: true lets it go there";
            case CLOSED -> room + " on hosts that take no new ranks: " + named(state::closed, this::name);
        };
    }

    /** What is missing in all, and the hosts where the least of it makes room for one unit more. */
    private String amounts(Thing thing) {
        long left = unit.count() - room(Optional.empty());
        long sum = 0;
        List<Want> wants = wants(thing);
        for (Want want : wants) {
            long units = Math.min(left, want.units());
            sum += want.amount() * units;
            left -= units;
        }
        String all = amount(thing, sum) + " in all" + (left == 0 ? "" : ", and then other things, too");
        long least = wants.getFirst().amount();
        List<String> nearest = wants.stream()
                .filter(want -> want.amount() == least && want.units() == 1)
                .map(want -> name(want.host()))
                .distinct()
                .toList();
        return "%s; %s more on %s would be room for a %s"
                .formatted(all, amount(thing, least), Words.anyOf(nearest), group.unit(1));
    }

    /** The least amounts first: what fills the rest of a host up to a unit, then whole units. */
    private List<Want> wants(Thing thing) {
        var wants = new ArrayList<Want>();
        for (int host : hosts) {
            long has = room(host, Optional.empty());
            long more = room(host, Optional.of(thing)) - has;
            if (more > 0) {
                long rest = free(thing, host, Optional.empty()) - has * needed(thing);
                wants.add(new Want(host, needed(thing) - rest, 1));
                wants.add(new Want(host, needed(thing), more - 1));
            }
        }
        wants.sort(Comparator.comparingLong(Want::amount));
        return wants;
    }

    private static String amount(Thing thing, long amount) {
        return switch (thing) {
            case SLOTS -> Words.count(amount, "slot");
            case CPU -> Words.cpu(amount);
            case MEMORY -> Words.memory(amount);
            default -> Words.count(amount, "GPU");
        };
    }

    private String selector() {
        return unit.nodeSelector().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label + " (" + values(label.getKey()) + ")")
                .collect(Collectors.joining(", "));
    }

    private String values(String key) {
        var values = new TreeSet<String>();
        for (int host : hosts) {
            String value = state.inventory().host(host).labels().get(key);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? "no host has " + key : "there is " + Words.list(List.copyOf(values));
    }

    private String name(int host) {
        return state.inventory().host(host).name();
    }

    private String sickGpus(int host) {
        return GpuSet.text(sick(host)) + " of " + name(host);
    }

    private String named(IntPredicate which, IntFunction<String> naming) {
        return Words.list(IntStream.of(hosts).filter(which).mapToObj(naming).toList());
    }

    /** The host that lacks the fewest things for one unit more. */
    private Optional<String> nearest() {
        return IntStream.of(hosts)
                .filter(host -> !keepsOff(host, Optional.empty()))
                .boxed()
                .min(Comparator.comparingInt(host -> lacks(host).size()))
                .map(host -> "no one thing alone is missing: %s, which comes nearest, lacks %s for one %s more"
                        .formatted(name(host), Words.list(lacks(host)), group.unit(1)));
    }

    private List<String> lacks(int host) {
        long has = room(host, Optional.empty());
        var lacks = new ArrayList<String>();
        for (Thing thing : COUNTED) {
            long lack = (has + 1) * needed(thing) - free(thing, host, Optional.empty());
            if (lack > 0) {
                lacks.add(amount(thing, lack));
            }
        }
        return lacks.isEmpty() ? List.of("cores of its own") : lacks;
    }
}

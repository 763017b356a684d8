package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers the units of a draft, host after host as they stand in zones and racks, so that ranks that are near in number are near each other; and deals
 * GPUs and cores to them.
 */
final class Seating {
    private final CellState state;
    private final Gang gang;
    private final List<UnitClass> classes;
    private final Rooms rooms;
    private final GpuSubsets subsets;
    private final Draft draft;
    private final List<Pool> pools;

    Seating(CellState state, Gang gang, List<UnitClass> classes, Rooms rooms, GpuSubsets subsets, Draft draft) {
        this.state = state;
        this.gang = gang;
        this.classes = classes;
        this.rooms = rooms;
        this.subsets = subsets;
        this.draft = draft;
        this.pools = gang.pools();
    }

    /** By operator, in each by number. */
    List<UnitPlace> units() {
        var places = new ArrayList<UnitPlace>();
        var next = new int[classes.size()];
        for (int host : hosts()) {
            List<Seat> seats = seats(host, next);
            List<Integer> ofClasses = seats.stream().map(Seat::unitClass).toList();
            List<List<Long>> gpus = gpus(host, ofClasses);
            List<CoreSet> cores = new CoreDeal(
                            state.inventory().host(host), state.takenCores(host), classes, rooms.pins())
                    .deal(ofClasses, gpus);
            for (int i = 0; i < seats.size(); i++) {
                places.addAll(places(seats.get(i), host, cores.get(i), gpus.get(i)));
            }
        }
        places.sort(Comparator.comparingInt(UnitPlace::group).thenComparingInt(UnitPlace::number));
        return places;
    }

    private int[] hosts() {
        Inventory inventory = state.inventory();
        return IntStream.range(0, draft.hostCount())
                .mapToObj(draft::host)
                .sorted(Comparator.comparingInt(inventory::zoneOf)
                        .thenComparingInt(inventory::rackOf)
                        .thenComparingInt(host -> host))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A unit of a class. */
    private record Seat(int unitClass, int group, int number) {}

    /**
     * A host's units, operator by operator, in each by number.
     *
     * @param next how many of each class have their places
     */
    private List<Seat> seats(int host, int[] next) {
        var seats = new ArrayList<Seat>();
        for (int unitClass = 0; unitClass < classes.size(); unitClass++) {
            UnitClass units = classes.get(unitClass);
            for (int i = 0; i < draft.count(unitClass, host); i++) {
                seats.add(new Seat(unitClass, units.group(), units.numbers().get(next[unitClass]++)));
            }
        }
        seats.sort(Comparator.comparingInt(Seat::group).thenComparingInt(Seat::number));
        return seats;
    }

    /** A unit's, one for each operator with ranks in it. */
    private List<UnitPlace> places(Seat seat, int host, CoreSet cores, List<Long> rankGpus) {
        UnitClass unit = classes.get(seat.unitClass());
        Pool pool = pools.stream()
                .filter(each -> each.has(seat.number()))
                .findFirst()
                .orElseThrow();
        var places = new ArrayList<UnitPlace>();
        int dealt = 0;
        for (int number = 0; number < gang.groups().size(); number++) {
            int ranks = unit.ranksOf().get(number);
            if (ranks > 0) {
                Group group = gang.groups().get(number);
                places.add(new UnitPlace(
                        number,
                        seat.number(),
                        pool.firstRank(group, seat.number()),
                        host,
                        cores,
                        rankGpus.subList(dealt, dealt + ranks)));
                dealt += ranks;
            }
        }
        return places;
    }

    /** Of those that the gang gets, each unit gets the best-connected that are left, and of its own each rank. */
    private List<List<Long>> gpus(int host, List<Integer> seats) {
        GpuLinks links = state.inventory().host(host).gpus();
        long left = rooms.gpus(host).sets()[rooms.gpusOf(draft, host)];
        var dealt = new ArrayList<List<Long>>();
        for (int seat : seats) {
            UnitClass unit = classes.get(seat);
            long its = subsets.of(links, left).sets()[unit.gpus()];
            left &= ~its;
            dealt.add(ofRanks(links, its, unit));
        }
        return dealt;
    }

    /** Operator by operator, rank by rank. */
    private List<Long> ofRanks(GpuLinks links, long gpus, UnitClass unit) {
        var dealt = new ArrayList<Long>();
        long left = gpus;
        for (int group = 0; group < gang.groups().size(); group++) {
            int ofEach = gang.groups().get(group).eachRank().gpus();
            for (int rank = 0; rank < unit.ranksOf().get(group); rank++) {
                long its = subsets.of(links, left).sets()[ofEach];
                left &= ~its;
                dealt.add(its);
            }
        }
        return dealt;
    }
}

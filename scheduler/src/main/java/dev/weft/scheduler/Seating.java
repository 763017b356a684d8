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

    Seating(CellState state, Gang gang, List<UnitClass> classes, Rooms rooms, GpuSubsets subsets, Draft draft) {
        this.state = state;
        this.gang = gang;
        this.classes = classes;
        this.rooms = rooms;
        this.subsets = subsets;
        this.draft = draft;
    }

    /** By operator, in each by number. */
    List<UnitPlace> units() {
        var places = new ArrayList<UnitPlace>();
        var nextNumber = new int[gang.groups().size()];
        var nextRank = new int[gang.groups().size()];
        for (int host : hosts()) {
            List<Integer> seats = seats(host);
            List<List<Long>> gpus = gpus(host, seats);
            List<CoreSet> cores = new CoreDeal(
                            state.inventory().host(host), state.takenCores(host), classes, rooms.pins())
                    .deal(seats, gpus);
            for (int i = 0; i < seats.size(); i++) {
                UnitClass unit = classes.get(seats.get(i));
                int group = unit.group();
                places.add(new UnitPlace(group, nextNumber[group]++, nextRank[group], host, cores.get(i), gpus.get(i)));
                nextRank[group] += unit.ranks();
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

    /** The classes of a host's units, one by one. */
    private List<Integer> seats(int host) {
        var seats = new ArrayList<Integer>();
        for (int number = 0; number < classes.size(); number++) {
            for (int i = 0; i < draft.count(number, host); i++) {
                seats.add(number);
            }
        }
        return seats;
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

    private List<Long> ofRanks(GpuLinks links, long gpus, UnitClass unit) {
        var dealt = new ArrayList<Long>();
        long left = gpus;
        for (int rank = 0; rank < unit.ranks(); rank++) {
            long its = subsets.of(links, left).sets()[unit.demand().gpus()];
            left &= ~its;
            dealt.add(its);
        }
        return dealt;
    }
}

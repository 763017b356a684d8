package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where all ranks of a gang go.
 *
 * @param units by operator, in each by number
 * @param coordinatorHost its number
 * @param why what was chosen, and what else there was; sentences
 * @param hostWhy the same of single hosts, by their numbers
 */
public record Plan(
        Gang gang,
        List<UnitPlace> units,
        int coordinatorHost,
        Score score,
        List<String> why,
        Map<Integer, String> hostWhy,
        CellState seen)
        implements Outcome {
    public Plan {
        units = List.copyOf(units);
        why = List.copyOf(why);
        hostWhy = Map.copyOf(hostWhy);
    }

    /** The same without a worker. */
    Plan without(int worker) {
        return of(units.stream().filter(unit -> unit.number() != worker).toList());
    }

    /** What it takes for a worker alone. */
    private Plan only(int worker) {
        return of(units.stream().filter(unit -> unit.number() == worker).toList());
    }

    private Plan of(List<UnitPlace> some) {
        return new Plan(gang, some, coordinatorHost, score, why, hostWhy, seen);
    }

    /** What goes back when a worker ends. */
    List<HostShare> shares(int worker) {
        Plan rest = without(worker);
        return only(worker).shares().stream()
                .map(share -> rest.units.stream().anyMatch(unit -> unit.host() == share.host())
                        ? share.ofOneOfSeveral()
                        : share)
                .toList();
    }

    /** What it takes of each host, by the hosts' numbers. */
    List<HostShare> shares() {
        var byHost = new TreeMap<Integer, List<UnitPlace>>();
        units.forEach(unit ->
                byHost.computeIfAbsent(unit.host(), _ -> new ArrayList<>()).add(unit));
        var shares = new ArrayList<HostShare>();
        byHost.forEach((host, its) -> shares.add(share(host, its)));
        return shares;
    }

    private HostShare share(int host, List<UnitPlace> its) {
        int cpuMillis = 0;
        int memoryMiB = 0;
        long gpus = 0;
        CoreSet cores = CoreSet.NONE;
        for (UnitPlace unit : its) {
            Demand demand = gang.groups().get(unit.group()).eachRank();
            cpuMillis += unit.ranks() * demand.cpuMillis();
            memoryMiB += unit.ranks() * demand.memoryMiB();
            gpus |= unit.gpus();
            cores = cores.plus(unit.cores());
        }
        long slots = its.stream().map(UnitPlace::number).distinct().count();
        return new HostShare(host, 1, (int) slots, cpuMillis, memoryMiB, gpus, cores, seen.changes(host));
    }
}

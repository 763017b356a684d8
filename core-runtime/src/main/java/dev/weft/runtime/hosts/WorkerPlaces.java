package dev.weft.runtime.hosts;

import dev.weft.scheduler.Cell;
import dev.weft.scheduler.Commit;
import dev.weft.scheduler.ConflictMode;
import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.GangPlacer;
import dev.weft.scheduler.GpuLinks;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.Inventory;
import dev.weft.scheduler.Level;
import dev.weft.scheduler.NoFit;
import dev.weft.scheduler.Plan;
import dev.weft.scheduler.Planner;
import dev.weft.scheduler.PlannerId;
import dev.weft.scheduler.Pool;
import dev.weft.scheduler.UnitPlace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which host each process of a job goes to, by the scheduler: the workers as one gang, all or none; then the spares, those of a kind as one; then, for each process that is
 * lost, one more of its kind. Where no host has room for that one it goes on top of others: onto a second layer of the same hosts, with all that these have but GPUs, then
 * a third.
 */
final class WorkerPlaces {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Gang gang;
    private final int spares;
    private final Planner planner = new Planner();
    private final List<Layer> layers = new ArrayList<>();
    private final Map<Integer, Seat> seats = new HashMap<>();
    private final BitSet closed = new BitSet();

    /** A cell, and what this writes to it as. */
    private record Layer(Cell cell, PlannerId id) {}

    /** What a process has: a worker of a gang in a layer. */
    private record Seat(int layer, String gang, int worker, Place place) {}

    /**
     * Where a process is.
     *
     * @param pool of the workers that it is one of, or can be
     * @param parts its ranks, operator by operator
     */
    record Place(int pool, List<UnitPlace> parts) {
        Place {
            parts = List.copyOf(parts);
        }

        /** Its number. */
        int host() {
            return parts.getFirst().host();
        }

        /** Of its own; none where it shares the host's. */
        CoreSet cores() {
            return parts.stream().map(UnitPlace::cores).reduce(CoreSet.NONE, CoreSet::plus);
        }
    }

    /** @param gang of workers */
    WorkerPlaces(Inventory inventory, Gang gang, int spares) {
        this.gang = gang;
        this.spares = spares;
        layers.add(layer(inventory));
    }

    private Layer layer(Inventory inventory) {
        var cell = new Cell(inventory, ConflictMode.RESOURCE_FIT, InstantSource.system(), LEASE);
        closed.stream().forEach(cell::close);
        return new Layer(cell, cell.begin(gang.id()));
    }

    /** Places workers and spares: the processes from 0 on. Says why if they have no place; then none has. */
    synchronized Optional<NoFit> placeAll() {
        Optional<NoFit> none = placeWorkers();
        List<Gang> waiting = spares > 0 ? gang.spares(spares) : List.of();
        for (int pool = 0; pool < waiting.size() && none.isEmpty(); pool++) {
            int first = gang.units() + pool * spares;
            none = place(0, waiting.get(pool), pool, first).map(noFit -> noFit.besideWorkers(spares));
        }
        if (none.isPresent()) {
            List.copyOf(seats.keySet()).forEach(this::ended);
        } else {
            gang.required().ifPresent(this::stayWithin);
        }
        return none;
    }

    /** Where a process goes that takes the place of another of a pool; or why nowhere. */
    synchronized Optional<NoFit> placeOneMore(int process, int pool) {
        Gang one = gang.more(gang.id() + "/" + process, gang.pools().get(pool), 1);
        Optional<NoFit> first = place(0, one, pool, process);
        Optional<NoFit> none = first;
        for (int layer = 1; none.isPresent(); layer++) {
            boolean fresh = layer == layers.size();
            if (fresh) {
                layers.add(layer(onTop()));
            }
            none = place(layer, one, pool, process);
            if (fresh && none.isPresent()) {
                layers.removeLast();
                return first;
            }
        }
        return Optional.empty();
    }

    private Inventory onTop() {
        return new Inventory(inventory().hosts().stream()
                .map(host -> host.gpus(GpuLinks.NONE))
                .toList());
    }

    private Optional<NoFit> placeWorkers() {
        return reserved(0, gang, plan -> {
            List<Pool> pools = gang.pools();
            for (int pool = 0; pool < pools.size(); pool++) {
                for (int unit = 0; unit < pools.get(pool).units(); unit++) {
                    int worker = pools.get(pool).first() + unit;
                    seat(worker, 0, gang, worker, new Place(pool, parts(plan, worker)));
                }
            }
        });
    }

    /** Workers like those of a pool. */
    private Optional<NoFit> place(int layer, Gang more, int pool, int firstProcess) {
        List<Integer> operators = gang.pools().get(pool).groups();
        return reserved(layer, more, plan -> {
            for (int worker = 0; worker < more.units(); worker++) {
                List<UnitPlace> parts = parts(plan, worker).stream()
                        .map(part -> part.ofGroup(operators.get(part.group())))
                        .toList();
                seat(firstProcess + worker, layer, more, worker, new Place(pool, parts));
            }
        });
    }

    private Optional<NoFit> reserved(int layer, Gang some, Consumer<Plan> whenPlaced) {
        Layer its = layers.get(layer);
        GangPlacer.Placed placed = new GangPlacer(its.cell(), planner, its.id()).place(some);
        if (placed.outcome() instanceof NoFit noFit) {
            return Optional.of(noFit);
        }
        placed.refused().map(Commit.Refused::why).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        its.cell().bind(its.id(), some.id());
        whenPlaced.accept((Plan) placed.outcome());
        return Optional.empty();
    }

    private void seat(int process, int layer, Gang some, int worker, Place place) {
        seats.put(process, new Seat(layer, some.id(), worker, place));
    }

    private static List<UnitPlace> parts(Plan plan, int worker) {
        return plan.units().stream().filter(unit -> unit.number() == worker).toList();
    }

    /** Where the ranks must be near each other, those that come later must, too. */
    private void stayWithin(Level level) {
        Host one = inventory().host(of(0).orElseThrow().host());
        Predicate<Host> near = switch (level) {
            case HOST -> host -> host.name().equals(one.name());
            case RACK -> host -> host.zone().equals(one.zone()) && host.rack().equals(one.rack());
            case ZONE -> host -> host.zone().equals(one.zone());
            case CELL -> _ -> true;
        };
        for (int host = 0; host < inventory().size(); host++) {
            if (!near.test(inventory().host(host))) {
                takeNoMore(host);
            }
        }
    }

    private void takeNoMore(int host) {
        closed.set(host);
        layers.forEach(layer -> layer.cell().close(host));
    }

    Inventory inventory() {
        return layers.getFirst().cell().snapshot().inventory();
    }

    synchronized Optional<Place> of(int process) {
        return Optional.ofNullable(seats.get(process)).map(Seat::place);
    }

    /** The processes that a host has. */
    synchronized List<Integer> on(int host) {
        return seats.entrySet().stream()
                .filter(each -> each.getValue().place().host() == host)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** What it had goes back. */
    synchronized void ended(int process) {
        Seat its = seats.remove(process);
        if (its != null) {
            layers.get(its.layer()).cell().leave(its.gang(), its.worker());
        }
    }

    /** What was meant for it others have: it is not there for the next, either. */
    synchronized void lose(int process) {
        seats.remove(process);
    }

    /** A host takes no process any more. Returns those that it has. */
    synchronized List<Integer> close(int host) {
        takeNoMore(host);
        return on(host);
    }
}

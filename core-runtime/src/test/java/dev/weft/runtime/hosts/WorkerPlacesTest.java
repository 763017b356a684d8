package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.runtime.Placing;
import dev.weft.scheduler.CellState;
import dev.weft.scheduler.Demand;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.GpuLinks;
import dev.weft.scheduler.Group;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.Inventory;
import dev.weft.scheduler.Level;
import dev.weft.scheduler.NoFit;
import dev.weft.scheduler.Pinning;
import dev.weft.scheduler.Plan;
import dev.weft.scheduler.Planner;
import dev.weft.scheduler.Strategy;
import dev.weft.scheduler.UnitPlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where the processes of a job go: as a plan says, all or none; and where those go that take the place of lost ones. */
class WorkerPlacesTest {
    private static final Demand CORE = Demand.of(1000, 0);

    private static Gang gang(int workers, Demand each) {
        return Placing.DEFAULT.gang("job", List.of(new Group("rank", workers, workers, each)));
    }

    private static WorkerPlaces placed(Gang gang, int spares, Host... hosts) {
        var places = new WorkerPlaces(new Inventory(List.of(hosts)), gang, spares);
        assertThat(places.placeAll()).isEmpty();
        return places;
    }

    private static List<Integer> hosts(WorkerPlaces places, int processes) {
        return IntStream.range(0, processes)
                .mapToObj(process -> places.of(process).orElseThrow().host())
                .toList();
    }

    /** Random hosts and jobs, with several operators in the same workers. */
    @Test
    void isWhereThePlanSays() {
        int fit = 0;
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var inventory = new Inventory(IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(number -> Host.ofSlots("h" + number, 1 + random.nextInt(3))
                            .at("z" + random.nextInt(2), "r" + random.nextInt(2))
                            .amounts(random.nextBoolean() ? Host.UNCOUNTED : 4000, Host.UNCOUNTED)
                            .withCores())
                    .toList());
            int workers = 1 + random.nextInt(5);
            Gang gang = new Gang(
                    "job",
                    List.of(
                            new Group("one", workers + random.nextInt(3), workers, CORE),
                            new Group("other", workers, workers, CORE),
                            new Group("apart", 2, 2, CORE.preemptible(true))),
                    random.nextBoolean() ? Strategy.PACK : Strategy.SPREAD,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            var places = new WorkerPlaces(inventory, gang, 0);
            boolean has = places.placeAll().isEmpty();
            if (new Planner().plan(CellState.of(inventory), gang) instanceof Plan plan) {
                fit++;
                assertThat(has).as("seed %d", seed).isTrue();
                for (int worker = 0; worker < workers + 2; worker++) {
                    int number = worker;
                    List<UnitPlace> planned = plan.units().stream()
                            .filter(unit -> unit.number() == number)
                            .toList();
                    assertThat(places.of(worker).orElseThrow().parts())
                            .as("seed %d, worker %d", seed, worker)
                            .isEqualTo(planned);
                }
            } else {
                assertThat(has).as("seed %d", seed).isFalse();
                assertThat(places.of(0)).isEmpty();
            }
        }
        assertThat(fit).isBetween(30, 170);
    }

    @Test
    void allOrNone() {
        var places =
                new WorkerPlaces(new Inventory(List.of(Host.ofSlots("a", 2), Host.ofSlots("b", 1))), gang(4, CORE), 0);
        assertThat(places.placeAll().orElseThrow().why())
                .containsExactly(
                        "the inventory has room for 3 of the 4 workers of rank (1 cpu each)",
                        "missing: 1 slot in all; 1 slot more on any of a or b would be room for a worker");
        assertThat(places.on(0)).isEmpty();
    }

    /** Operators in workers of their own: each has its spares, and a lost one is replaced by one of its kind. */
    @Test
    void eachPoolHasItsOwn() {
        Gang gang = Placing.DEFAULT.gang(
                "job",
                List.of(
                        new Group("one", 2, 2, CORE.nodeSelector(Map.of("disk", "hdd"))),
                        new Group("other", 2, 1, Demand.of(2000, 0).nodeSelector(Map.of("disk", "ssd")))));
        Host hdd = Host.of("hdd", 3000, 0).labels(Map.of("disk", "hdd"));
        var places = placed(gang, 1, hdd, Host.of("ssd", 8000, 0).labels(Map.of("disk", "ssd")));
        assertThat(hosts(places, 5)).as("two, one; a spare for each").containsExactly(0, 0, 1, 0, 1);
        assertThat(places.of(4).orElseThrow().pool()).isEqualTo(1);
        assertThat(places.of(4).orElseThrow().parts())
                .extracting(UnitPlace::group, UnitPlace::ranks)
                .containsExactly(tuple(1, 2));
        assertThat(places.placeOneMore(5, 1)).isEmpty();
        assertThat(places.of(5).orElseThrow().host()).isEqualTo(1);
    }

    @Test
    void sparesAreOfTheGang() {
        assertThat(hosts(placed(gang(2, CORE), 1, Host.ofSlots("a", 2), Host.ofSlots("b", 1)), 3))
                .containsExactly(0, 0, 1);
        var places = new WorkerPlaces(new Inventory(List.of(Host.ofSlots("a", 2))), gang(2, CORE), 1);
        assertThat(places.placeAll().orElseThrow().why().getFirst())
                .isEqualTo("the workers have, but beside them spares=1 have none");
        assertThat(places.on(0)).as("then the workers have none, either").isEmpty();
    }

    @Test
    void whatEndedLeavesItsPlace() {
        WorkerPlaces places = placed(gang(3, CORE), 0, Host.ofSlots("a", 2), Host.ofSlots("b", 2));
        places.ended(0);
        assertThat(places.placeOneMore(3, 0)).isEmpty();
        assertThat(places.on(0)).containsExactly(1, 3);
        assertThat(places.placeOneMore(4, 0)).isEmpty();
        assertThat(places.on(1)).containsExactly(2, 4);
    }

    @Test
    void ofALostHostTheyGoToTheOthersAndThenOnTopOfThem() {
        WorkerPlaces places =
                placed(gang(4, CORE), 0, Host.ofSlots("a", 2), Host.ofSlots("b", 2), Host.ofSlots("c", 1));
        assertThat(places.close(0)).containsExactly(0, 1);
        places.ended(0);
        places.ended(1);
        IntStream.range(4, 9)
                .forEach(process -> assertThat(places.placeOneMore(process, 0)).isEmpty());
        assertThat(places.on(0)).isEmpty();
        assertThat(places.on(1)).as("two, and as many on top").hasSizeBetween(4, 5);
        assertThat(places.on(2)).as("one, and as many on top").hasSizeBetween(2, 3);
        places.close(1);
        places.close(2);
        assertThat(places.placeOneMore(9, 0).map(NoFit::why).orElseThrow().getLast())
                .contains("hosts that take no new ranks");
    }

    @Test
    void gpusAreNeverDoubled() {
        Host[] hosts = {
            Host.ofSlots("a", 2).gpus(GpuLinks.uniform(2, 5)),
            Host.ofSlots("b", 2).gpus(GpuLinks.uniform(2, 5))
        };
        WorkerPlaces places = placed(gang(3, CORE.gpus(1)), 0, hosts);
        places.close(0);
        places.ended(0);
        places.ended(1);
        assertThat(places.placeOneMore(3, 0)).isEmpty();
        assertThat(places.of(3).orElseThrow().host()).isEqualTo(1);
        assertThat(places.placeOneMore(4, 0)).as("GPUs are out").isPresent();
        assertThat(places.of(4)).isEmpty();
        places.ended(3);
        assertThat(places.placeOneMore(5, 0)).isEmpty();
    }

    @Test
    void gpusThatAnotherJobTookMeanwhileAreNotPlannedAgain() {
        WorkerPlaces places = placed(
                gang(1, CORE.gpus(1)), 0, Host.ofSlots("a", Host.UNCOUNTED).gpus(GpuLinks.uniform(2, 5)));
        long first = places.of(0).orElseThrow().parts().getFirst().gpus();
        places.lose(0);
        assertThat(places.placeOneMore(1, 0)).isEmpty();
        assertThat(places.of(1).orElseThrow().parts().getFirst().gpus() & first).isZero();
        places.lose(1);
        assertThat(places.placeOneMore(2, 0)).isPresent();
    }

    @Test
    void whatMustBeNearStaysSo() {
        Gang near = gang(2, CORE).required(Level.RACK);
        WorkerPlaces places = placed(
                near,
                0,
                Host.ofSlots("a", 2).at("z", "1"),
                Host.ofSlots("b", 1).at("z", "1"),
                Host.ofSlots("c", 9).at("z", "2"));
        assertThat(hosts(places, 2)).containsExactly(0, 0);
        places.close(0);
        places.ended(0);
        places.ended(1);
        assertThat(places.placeOneMore(2, 0)).isEmpty();
        assertThat(places.placeOneMore(3, 0)).isEmpty();
        assertThat(places.on(1)).as("on top, rather than in another rack").containsExactly(2, 3);
        places.close(1);
        assertThat(places.placeOneMore(4, 0)).isPresent();
    }

    @Test
    void labelsCountForThoseThatComeLaterToo() {
        Demand fast = CORE.nodeSelector(Map.of("disk", "ssd"));
        WorkerPlaces places = placed(
                gang(1, fast),
                0,
                Host.ofSlots("a", 1),
                Host.ofSlots("b", 1).labels(Map.of("disk", "ssd")),
                Host.ofSlots("c", 1).labels(Map.of("disk", "ssd")));
        assertThat(hosts(places, 1)).containsExactly(1);
        places.close(1);
        places.ended(0);
        assertThat(places.placeOneMore(1, 0)).isEmpty();
        assertThat(places.of(1).orElseThrow().host()).isEqualTo(2);
    }

    @Test
    void preemptibleOnesKeepAwayFromTheCoordinator() {
        Demand spot = CORE.preemptible(true);
        Host[] hosts = {Host.ofSlots("a", 4), Host.ofSlots("b", 4)};
        assertThat(hosts(placed(gang(2, spot).coordinatorHost("a"), 0, hosts), 2))
                .containsExactly(1, 1);
        assertThat(hosts(placed(gang(2, spot).coordinatorHost("b"), 0, hosts), 2))
                .containsExactly(0, 0);
        assertThat(hosts(placed(gang(6, spot).coordinatorHost("b"), 0, hosts), 6))
                .as("where there is no other host they share it")
                .contains(1);
    }

    @Test
    void pinnedOnesHaveCoresOfTheirOwn() {
        WorkerPlaces places = placed(
                gang(3, Demand.of(2000, 0).pinning(Pinning.CORES)),
                0,
                Host.of("a", 4000, Host.UNCOUNTED),
                Host.of("b", 4000, Host.UNCOUNTED));
        assertThat(IntStream.range(0, 3)
                        .mapToObj(process -> places.of(process).orElseThrow())
                        .map(place -> place.host() + ":" + place.cores()))
                .containsExactly("0:0-1", "0:2-3", "1:0-1");
    }

    @Test
    void noHostIsOversubscribedWhileAnotherHasRoom() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int[] sizes = IntStream.range(0, 5).map(_ -> 1 + random.nextInt(4)).toArray();
        int room = IntStream.of(sizes).sum();
        WorkerPlaces places = placed(
                gang(1, CORE),
                0,
                IntStream.range(0, sizes.length)
                        .mapToObj(number -> Host.ofSlots("h" + number, sizes[number]))
                        .toArray(Host[]::new));
        int running = 1;
        for (int step = 0, next = 1; step < 500; step++) {
            if (random.nextBoolean() && running < room) {
                assertThat(places.placeOneMore(next++, 0)).isEmpty();
                running++;
            } else {
                int process = random.nextInt(next);
                running -= places.of(process).isPresent() ? 1 : 0;
                places.ended(process);
            }
            for (int host = 0; host < sizes.length; host++) {
                assertThat(places.on(host)).as("seed=%d", seed).hasSizeLessThanOrEqualTo(sizes[host]);
            }
        }
    }
}

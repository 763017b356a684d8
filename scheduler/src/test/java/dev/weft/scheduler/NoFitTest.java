package dev.weft.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A gang without a place is told what is missing, where, the nearest miss first; one with a place, why it is there. */
class NoFitTest {
    private final Planner planner = new Planner();

    private static Host host(String name) {
        return Host.of(name, 8000, 16 << 10).at("a", "r1");
    }

    private List<String> why(List<Host> hosts, Gang gang) {
        return ((NoFit) planner.plan(CellState.of(new Inventory(hosts)), gang)).why();
    }

    private static Gang gang(int ranks, Demand demand) {
        return Gang.of("job", new Group("rank", ranks, 0, demand));
    }

    private Plan plan(List<Host> hosts, Gang gang) {
        return (Plan) planner.plan(CellState.of(new Inventory(hosts)), gang);
    }

    @Test
    void memoryIsMissing() {
        assertThat(why(List.of(host("one"), host("two")), gang(8, Demand.of(1000, 5 << 10))))
                .containsExactly(
                        "the inventory has room for 6 of the 8 ranks of rank (1 cpu, 5 GiB each)",
                        "missing: 8 GiB in all; 4 GiB more on any of one or two would be room for a rank");
    }

    @Test
    void whatComesNearestStandsFirst() {
        Host gpus = host("gpus").gpus(GpuLinks.uniform(2, 50)).healthyGpus(1);
        Host spot = host("spot").gpus(GpuLinks.uniform(1, 50)).preemptible(true);
        assertThat(why(
                        List.of(gpus, spot, host("plain")),
                        gang(2, Demand.of(1000, 0).gpus(1))))
                .containsExactly(
                        "the inventory has room for 1 of the 2 ranks of rank (1 cpu, 1 GPU each)",
                        "missing: 1 GPU in all; 1 GPU more on any of gpus or plain would be room for a rank",
                        "there is room for 1 rank more on GPUs that are not healthy: 1 of gpus",
                        "there is room for 1 rank more on hosts that are preemptible, which rank is not: preemptible: true lets it go there");
    }

    @Test
    void aLabelNobodyHas() {
        List<Host> hosts =
                List.of(host("one").labels(Map.of("disk", "hdd")), host("two").labels(Map.of("disk", "nvme")));
        assertThat(why(hosts, gang(2, Demand.of(1000, 0).nodeSelector(Map.of("disk", "ssd")))))
                .containsExactly(
                        "the inventory has room for 0 of the 2 ranks of rank (1 cpu each)",
                        "there is room for 2 ranks more on hosts without disk=ssd (there is hdd and nvme)");
        assertThat(why(hosts, gang(2, Demand.of(1000, 0).nodeSelector(Map.of("gpu", "a100")))))
                .last()
                .asString()
                .endsWith("on hosts without gpu=a100 (no host has gpu)");
    }

    @Test
    void severalThingsAtOnce() {
        assertThat(why(List.of(host("one")), gang(1, Demand.of(9000, 17 << 10))))
                .containsExactly(
                        "the inventory has room for 0 of the 1 rank of rank (9 cpu, 17 GiB each)",
                        "no one thing alone is missing: one, which comes nearest, lacks 1 cpu and 1 GiB for one rank more");
    }

    @Test
    void coresOfOneNode() {
        Host split = host("one")
                .numa(List.of(new NumaNode(0, CoreSet.range(0, 3), 0), new NumaNode(1, CoreSet.range(4, 7), 0)));
        assertThat(why(List.of(split), gang(1, Demand.of(5000, 0).pinning(Pinning.NUMA))))
                .last()
                .isEqualTo(
                        "there is room for 1 rank more without cores of their own on one NUMA node: use pinning cores, or smaller workers");
    }

    @Test
    void noRackHasAll() {
        List<Host> hosts =
                List.of(host("one"), host("two").at("a", "r2"), host("three").at("a", "r2"));
        assertThat(why(hosts, gang(18, Demand.of(1000, 0)).required(Level.RACK)))
                .containsExactly(
                        "all ranks must be in one rack (topology required), and none has room for all; nearest is rack r2 of zone a",
                        "rack r2 of zone a has room for 16 of the 18 ranks of rank (1 cpu each)",
                        "missing: 2 cpu in all; 1 cpu more on any of two or three would be room for a rank");
    }

    @Test
    void oneByOneButNotTogether() {
        Gang both = Gang.of(
                "job", new Group("one", 6, 0, Demand.of(1000, 0)), new Group("other", 6, 0, Demand.of(1000, 0)));
        assertThat(why(List.of(host("one")), both))
                .containsExactly(
                        "each operator has room by itself, but not all together",
                        "cpu: all ask for 12 cpu, the inventory has 8 cpu free");
    }

    @Test
    void noHostsAtAll() {
        assertThat(why(List.of(), gang(1, Demand.of(0, 0)))).containsExactly("the inventory has no hosts");
    }

    @Test
    void manyHostsAreNotListed() {
        List<Host> hosts =
                IntStream.range(0, 40).mapToObj(number -> host("h" + number)).toList();
        assertThat(why(hosts, gang(140, Demand.of(1000, 5 << 10))))
                .last()
                .isEqualTo(
                        "missing: 80 GiB in all; 4 GiB more on any of h0, h1, h2 or 37 more would be room for a rank");
    }

    // ---- why

    @Test
    void theReasonsOfAPlan() {
        List<Host> hosts = List.of(
                host("one"),
                host("two"),
                host("three").at("b", "r1").preemptible(true),
                host("four").at("b", "r1"));
        Gang gang = Gang.of(
                "job",
                new Group("steady", 10, 0, Demand.of(1000, 0)),
                new Group("spare", 4, 0, Demand.of(1000, 0).preemptible(true)));
        Plan plan = plan(hosts, gang);
        assertThat(plan.why())
                .containsExactly(
                        "all 14 ranks on hosts of rack r1 of zone a: no single host has room for all; host one has most, for 12",
                        "2 hosts are the fewest that hold them",
                        "the coordinator on one: the ranks there are not preemptible",
                        "compared with all other ways that there are");
    }

    @Test
    void theCoordinatorKeepsAHostFreeOfPreemptibleRanks() {
        List<Host> hosts = List.of(host("one"), host("two"));
        Demand spot = Demand.of(1000, 0).preemptible(true);
        Plan apart = plan(hosts, gang(8, spot).strategy(Strategy.SPREAD));
        assertThat(apart.score().coordinator()).isZero();
        assertThat(apart.units()).allMatch(unit -> unit.host() == 1).hasSize(8);
        assertThat(apart.why()).contains("the coordinator on one: no preemptible ranks there");
        Plan beside = plan(hosts, gang(9, spot));
        assertThat(beside.why())
                .contains("the coordinator on one: beside preemptible ranks, since there is no other host for either");
        Plan fixed = plan(hosts, gang(2, spot).coordinatorHost("one"));
        assertThat(fixed.units()).allMatch(unit -> unit.host() == 1);
    }
}

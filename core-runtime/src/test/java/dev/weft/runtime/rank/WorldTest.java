package dev.weft.runtime.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Placement;
import dev.weft.runtime.JobSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is left of a job's ranks when workers are gone. */
@Timeout(20)
class WorldTest {
    private static World world(int ranks, int others, int workers) {
        JobSpec job = JobSpec.of("a", () -> rank -> {}).ranks(ranks);
        return World.of(job.and(JobSpec.of("b", () -> rank -> {}).ranks(others)), workers);
    }

    @Test
    void theRanksOfTheOthersAreLeft() {
        World world = world(5, 3, 3);
        assertThat(world.placements()).containsExactly(Placement.of(1, 2, 2), Placement.of(1, 1, 1));
        assertThat(world.on(List.of(0, 2)).placements()).containsExactly(Placement.of(1, 2), Placement.of(1, 1));
        assertThat(world.on(List.of(1, 2)).placements()).containsExactly(Placement.of(2, 2), Placement.of(1, 1));
        assertThat(world.on(List.of(0, 1, 2)).placements()).isEqualTo(world.placements());
    }

    /** Operators that say different numbers have workers of their own, one after another. */
    @Test
    void operatorsWithWorkersOfTheirOwn() {
        JobSpec job = JobSpec.of("a", () -> rank -> {}).ranks(3);
        JobSpec beside = JobSpec.of("b", () -> rank -> {}).ranks(2);
        World world = World.of(job.and(beside.workers(1)), 2);
        assertThat(world.placements()).containsExactly(Placement.of(1, 2, 0), Placement.of(0, 0, 2));
        assertThat(world.rank(0, 2)).isEqualTo(2);
        assertThat(world.rank(1, 0)).isEqualTo(3);
        assertThat(world.on(List.of(0, 1)).placements()).containsExactly(Placement.of(1, 2), Placement.of(1, 0));
        assertThat(World.of(job.and(beside.workers(2)), 2).workers()).isEqualTo(2);
    }

    @Test
    void anOperatorKeepsARank() {
        World world = world(3, 1, 3);
        int home = world.placements().get(1).worker(0);
        List<Integer> left =
                IntStream.range(0, 3).filter(worker -> worker != home).boxed().toList();
        World on = world.on(left);
        assertThat(on.placements().get(0)).isEqualTo(Placement.of(1, 1));
        assertThat(on.placements().get(1).ranks()).isEqualTo(1);
        assertThat(on.placements().get(1).workers()).isEqualTo(2);
    }

    @Test
    void everyWorkerThatIsLeftHasARank() {
        for (int workers = 2; workers <= 6; workers++) {
            for (int ranks = workers; ranks <= 20; ranks++) {
                World world = world(ranks, 1, workers);
                for (int lost = 0; lost < workers; lost++) {
                    int gone = lost;
                    List<Integer> left = IntStream.range(0, workers)
                            .filter(worker -> worker != gone)
                            .boxed()
                            .toList();
                    Placement placement = world.on(left).placements().getFirst();
                    assertThat(placement.ranks())
                            .isEqualTo(ranks - world.placements().getFirst().ranks(lost));
                    assertThat(IntStream.range(0, placement.workers()).map(placement::ranks))
                            .as("%d ranks, worker %d of %d lost", ranks, lost, workers)
                            .allMatch(each -> each > 0);
                }
            }
        }
    }
}

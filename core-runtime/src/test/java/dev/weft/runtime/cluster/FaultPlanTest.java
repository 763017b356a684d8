package dev.weft.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.control.Fault.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {
    private static final JobSpec SPEC = JobSpec.of("p", () -> _ -> {}).ranks(3);
    private static final CheckpointSpec SAVED = CheckpointSpec.of("/tmp", new SaveInterval.EverySteps(2));

    private static ClusterSpec workers(String... faults) {
        return ClusterSpec.of(2, Path.of("state"))
                .faults(List.of(faults).stream()
                        .flatMap(text -> Fault.parse(text, 2).stream())
                        .toList());
    }

    @Test
    void whatHasStruckIsNotToComeAgain() {
        var plan = FaultPlan.of(
                SPEC.checkpoint(SAVED.faults(List.of(new Fault.StoreSlow(2), new Fault.DiskFull(5)))),
                workers("kill worker=1 during=save", "exhaust heap rank=2 at step=4"));
        assertThat(plan.toCome())
                .extracting(dev.weft.runtime.control.Fault::getKind)
                .containsExactly(Kind.KILL_DURING_SAVE, Kind.EXHAUST_HEAP, Kind.DISK_FULL);
        assertThat(plan.strikeLasting()).isEqualTo(List.of(new Fault.StoreSlow(2)));

        assertThat(plan.isDiskFull()).isFalse();
        assertThat(plan.strike(3)).isEqualTo(new Fault.DiskFull(5));
        assertThat(plan.isDiskFull()).as("for workers that come later").isTrue();
        plan.strike(0);
        assertThat(plan.hasStruck(0)).isTrue();
        assertThat(plan.toCome()).singleElement().satisfies(left -> {
            assertThat(left.getKind()).isEqualTo(Kind.EXHAUST_HEAP);
            assertThat(left.getIndex()).isEqualTo(1);
            assertThat(left.getTarget()).isEqualTo(2);
            assertThat(left.getStep()).isEqualTo(4);
        });
    }

    @Test
    void faultsThatWouldStrikeNobodyAreRefused() {
        assertThatThrownBy(() -> FaultPlan.of(SPEC, workers("kill rank=3 at step=1")))
                .isInstanceOf(UsageException.class)
                .hasMessage("the fault \"kill rank=3 at step=1\" strikes nobody: ranks=3, so name one from 0 to 2");
        assertThatThrownBy(() -> FaultPlan.of(SPEC, workers("exhaust heap rank=7 at step=1")))
                .hasMessageContaining("strikes nobody: ranks=3");
        assertThatThrownBy(() -> FaultPlan.of(SPEC, workers("kill worker=0 during=save")))
                .hasMessageContaining("is about checkpoints: give --checkpoint URI, too");
    }
}

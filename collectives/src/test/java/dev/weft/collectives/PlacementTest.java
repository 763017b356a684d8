package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void runsDifferByOneAtMost() {
        var placement = Placement.even(5, 2);
        assertThat(placement.workers()).isEqualTo(2);
        assertThat(placement.ranks()).isEqualTo(5);
        assertThat(placement.ranks(0)).isEqualTo(2);
        assertThat(placement.ranks(1)).isEqualTo(3);
        assertThat(placement).isEqualTo(Placement.of(2, 3)).isNotEqualTo(Placement.of(3, 2));
    }

    @Test
    void everyRankIsInTheWorkerWhoseRunHoldsIt() {
        for (int ranks = 1; ranks < 12; ranks++) {
            for (int workers = 1; workers < 12; workers++) {
                var placement = Placement.even(ranks, workers);
                for (int rank = 0; rank < ranks; rank++) {
                    int worker = placement.worker(rank);
                    assertThat(rank).isBetween(placement.first(worker), placement.end(worker) - 1);
                }
            }
        }
    }

    @Test
    void aWorkerMayHaveNone() {
        var placement = Placement.of(0, 2, 0, 0, 1, 0);
        assertThat(placement.worker(0)).isEqualTo(1);
        assertThat(placement.worker(1)).isEqualTo(1);
        assertThat(placement.worker(2)).isEqualTo(4);
    }

    @Test
    void withoutEmptyKeepsTheRest() {
        assertThat(Placement.of(0, 2, 0, 0, 1, 0).withoutEmpty()).isEqualTo(Placement.of(2, 1));
        assertThat(Placement.of(3).withoutEmpty()).isEqualTo(Placement.of(3));
    }

    @Test
    void whatIsNoGroupIsRefused() {
        assertThatThrownBy(() -> Placement.even(0, 1)).hasMessageContaining("ranks=0");
        assertThatThrownBy(() -> Placement.of(0, 0)).hasMessageContaining("ranks=0");
        assertThatThrownBy(() -> Placement.of(1, -1)).hasMessageContaining("[1]=-1");
        assertThatThrownBy(() -> Placement.together(2).worker(2)).hasMessageContaining("rank=2");
    }
}

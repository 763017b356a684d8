package dev.weft.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.supervision.AttemptEvent.CancelAsked;
import dev.weft.runtime.supervision.AttemptEvent.GiveUpDue;
import dev.weft.runtime.supervision.AttemptEvent.InterruptDue;
import dev.weft.runtime.supervision.AttemptEvent.RankDone;
import dev.weft.runtime.supervision.AttemptEvent.RankFailed;
import dev.weft.runtime.supervision.AttemptEvent.RankFenced;
import dev.weft.runtime.supervision.AttemptEvent.RankReady;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AttemptLifeTest {
    private static final Patience.Timings TIMINGS = Patience.Timings.DEFAULT;
    private static final AttemptEffect WAIT_LONG = new AttemptEffect.Wait(TIMINGS.afterFailure());
    private static final AttemptEffect WAIT_SHORTLY = new AttemptEffect.Wait(TIMINGS.afterCancel());
    private static final AttemptEffect CANCELLED = new AttemptEffect.End(new AttemptOutcome.Cancelled());

    private final RankFailure boom = failure(1, "boom");

    private static RankFailure failure(int rank, String message) {
        return new RankFailure("p", rank, 4, new IllegalStateException(message));
    }

    private static AttemptEffect failed(RankFailure failure) {
        return new AttemptEffect.End(new AttemptOutcome.Failed(failure));
    }

    private static AttemptEffect fence(RankFailure failure) {
        return new AttemptEffect.Fence(failure.cause());
    }

    private static AttemptLife running(int ranks) {
        var life = new AttemptLife(ranks, TIMINGS);
        for (int rank = 0; rank < ranks; rank++) {
            life.on(new RankReady(rank));
        }
        return life;
    }

    @Test
    void beginsWhenAllRanksAreReadyAndIsDoneWhenAllAreDone() {
        var life = new AttemptLife(2, TIMINGS);

        assertThat(life.on(new RankReady(1))).isEmpty();
        assertThat(life.state()).isEqualTo(AttemptState.FORMING);
        assertThat(life.on(new RankReady(0))).containsExactly(new AttemptEffect.Begin());
        assertThat(life.on(new RankDone(0))).isEmpty();
        assertThat(life.state()).isEqualTo(AttemptState.RUNNING);
        assertThat(life.on(new RankDone(1))).containsExactly(new AttemptEffect.End(new AttemptOutcome.Done()));
        assertThat(life.state()).isEqualTo(AttemptState.DONE);
    }

    @Test
    void aFailureFencesTheOthersAndWaitsForThem() {
        var life = running(3);

        assertThat(life.on(new RankFailed(boom.rank(), boom))).containsExactly(fence(boom), WAIT_LONG);
        assertThat(life.state()).isEqualTo(AttemptState.ENDING);
        assertThat(life.on(new RankFenced(0, failure(0, "boom")))).isEmpty();
        assertThat(life.on(new RankFailed(2, failure(2, "late")))).containsExactly(failed(boom));
        assertThat(life.state()).isEqualTo(AttemptState.FAILED);
    }

    @Test
    void theOnlyRanksFailureEndsTheJobAtOnce() {
        var alone = failure(0, "alone");

        assertThat(running(1).on(new RankFailed(alone.rank(), alone)))
                .containsExactly(fence(alone), WAIT_LONG, failed(alone));
    }

    @Test
    void theFailureItselfCountsMoreThanHearsay() {
        var life = running(3);
        var seen = failure(0, "seen by rank 0");

        assertThat(life.on(new RankFenced(seen.rank(), seen))).containsExactly(fence(seen), WAIT_LONG);
        assertThat(life.on(new RankFailed(boom.rank(), boom))).isEmpty();
        assertThat(life.on(new RankFailed(2, failure(2, "late")))).containsExactly(failed(boom));
    }

    @Test
    void hearsayIsAFailureWhereNobodyOwnsIt() {
        var life = running(2);
        var seen = failure(0, "raised by nobody");

        life.on(new RankFenced(seen.rank(), seen));

        assertThat(life.on(new RankDone(1))).containsExactly(failed(seen));
    }

    @Test
    void ranksThatComputeOnAreInterruptedAndThenLeft() {
        var life = running(3);
        life.on(new RankFailed(boom.rank(), boom));
        life.on(new RankDone(0));

        assertThat(life.on(new InterruptDue())).containsExactly(new AttemptEffect.Interrupt(Set.of(2)));
        assertThat(life.on(new GiveUpDue())).containsExactly(failed(boom));
        assertThat(life.on(new RankFailed(2, failure(2, "at last")))).isEmpty();
    }

    @Test
    void cancellingFencesAndWaitsShortly() {
        var life = running(2);

        assertThat(life.on(new CancelAsked())).containsExactly(new AttemptEffect.FenceCancelled(), WAIT_SHORTLY);
        assertThat(life.on(new CancelAsked())).isEmpty();
        assertThat(life.on(new RankFailed(boom.rank(), boom))).isEmpty();
        assertThat(life.on(new RankFenced(0, failure(0, "cancelled")))).containsExactly(CANCELLED);
        assertThat(life.state()).isEqualTo(AttemptState.CANCELLED);
    }

    @Test
    void aCancelledJobLeavesWhoeverDoesNotHeed() {
        var life = running(2);
        life.on(new CancelAsked());

        assertThat(life.on(new InterruptDue())).containsExactly(new AttemptEffect.Interrupt(Set.of(0, 1)));
        assertThat(life.on(new GiveUpDue())).containsExactly(CANCELLED);
    }

    @Test
    void cancellingAFailedJobOnlyHurriesIt() {
        var life = running(2);
        life.on(new RankFailed(boom.rank(), boom));

        assertThat(life.on(new CancelAsked())).containsExactly(WAIT_SHORTLY);
        assertThat(life.on(new CancelAsked())).isEmpty();
        assertThat(life.on(new GiveUpDue())).containsExactly(failed(boom));
    }

    @Test
    void aJobCanEndBeforeItBegan() {
        assertThat(new AttemptLife(2, TIMINGS).on(new CancelAsked())).containsExactly(CANCELLED);
        assertThat(new AttemptLife(2, TIMINGS).on(new RankFailed(boom.rank(), boom)))
                .containsExactly(failed(boom));
    }

    @Test
    void whateverHappensItEndsOnceAndNothingFollows() {
        long seed = System.nanoTime();
        System.out.println("AttemptLifeTest.whateverHappensItEndsOnceAndNothingFollows seed=" + seed);
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int ranks = 1 + random.nextInt(4);
            var effects = new ArrayList<AttemptEffect>();
            var life = running(ranks);
            for (AttemptEvent event : someEvents(random, ranks)) {
                effects.addAll(life.on(event));
            }
            assertThat(effects.stream().filter(AttemptEffect.End.class::isInstance))
                    .hasSize(1);
            assertThat(effects.getLast()).isInstanceOf(AttemptEffect.End.class);
        }
    }

    private static List<AttemptEvent> someEvents(Random random, int ranks) {
        var events = new ArrayList<AttemptEvent>();
        for (int rank = 0; rank < ranks; rank++) {
            var failure = failure(rank, "of rank " + rank);
            events.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new RankDone(rank);
                        case 1 -> new RankFailed(failure.rank(), failure);
                        default -> new RankFenced(failure.rank(), failure);
                    });
        }
        for (AttemptEvent extra : List.of(new CancelAsked(), new CancelAsked(), new InterruptDue())) {
            if (random.nextBoolean()) {
                events.add(random.nextInt(events.size() + 1), extra);
            }
        }
        return events;
    }
}

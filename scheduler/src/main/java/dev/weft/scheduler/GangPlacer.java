package dev.weft.scheduler;

import java.util.Optional;

/**
 * Brings a gang onto a cell where others do the same: plans on a snapshot and commits, again on a newer one after a conflict, and after
 * {@value #TRIES} conflicts within the writer, where there are none.
 */
public final class GangPlacer {
    private static final int TRIES = 3;

    private final Cell cell;
    private final Planner planner;
    private final PlannerId id;

    public GangPlacer(Cell cell, Planner planner, PlannerId id) {
        this.cell = cell;
        this.planner = planner;
        this.id = id;
    }

    /** What came of a gang: its plan, which is reserved, or why it has none; and how many plans were lost to conflicts. */
    public record Placed(Outcome outcome, Optional<Commit.Refused> refused, int conflicts) {}

    public Placed place(Gang gang) {
        for (int conflicts = 0; conflicts < TRIES; conflicts++) {
            Outcome outcome = planner.plan(cell.snapshot(), gang);
            if (!(outcome instanceof Plan plan)) {
                return new Placed(outcome, Optional.empty(), conflicts);
            }
            switch (cell.commit(id, plan)) {
                case Commit.Accepted _ -> {
                    return new Placed(plan, Optional.empty(), conflicts);
                }
                case Commit.Refused refused -> {
                    return new Placed(plan, Optional.of(refused), conflicts);
                }
                case Commit.Conflict _ -> {}
            }
        }
        return exclusively(gang);
    }

    private Placed exclusively(Gang gang) {
        var outcomes = new Outcome[1];
        Optional<Commit> commit = cell.exclusively(id, state -> {
            outcomes[0] = planner.plan(state, gang);
            return outcomes[0] instanceof Plan plan ? Optional.of(plan) : Optional.empty();
        });
        return new Placed(
                outcomes[0], commit.filter(Commit.Refused.class::isInstance).map(Commit.Refused.class::cast), TRIES);
    }
}

package dev.weft.launcher;

import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Group;
import dev.weft.scheduler.NoFit;
import dev.weft.scheduler.Outcome;
import dev.weft.scheduler.Plan;
import java.util.List;
import java.util.stream.Collectors;

/** Where the workers of a part of a job go, and beside them the spares: all or none. */
record PlacedGang(Gang gang, Outcome workers, List<Plan> spares) {
    boolean fits() {
        return !(workers instanceof NoFit);
    }

    String operators() {
        return gang.groups().stream().map(Group::name).collect(Collectors.joining(", "));
    }
}

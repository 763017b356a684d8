package dev.weft.runtime.rank;

import dev.weft.collectives.Fence;
import java.util.Map;

/** What the ranks of one worker have in common during one attempt. */
record WorkerState(Fence fence, Arguments arguments, SharedObjects objects) {
    WorkerState(Map<String, ?> args) {
        this(new Fence(), new Arguments(args), new SharedObjects());
    }
}

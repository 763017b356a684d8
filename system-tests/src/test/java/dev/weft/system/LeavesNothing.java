package dev.weft.system;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests after each of which no process, no shared memory, and no state is left of the jobs whose state is below {@link #folder}. */
abstract class LeavesNothing {
    @TempDir
    Path folder;

    private Leftovers before;

    @BeforeEach
    final void look() {
        before = Leftovers.now();
    }

    @AfterEach
    final void nothingIsLeft() {
        before.assertNothingNew(folder);
    }
}

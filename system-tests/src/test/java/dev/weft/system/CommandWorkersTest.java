package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.CommandProgram;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that are commands, on workers. */
@Timeout(90)
class CommandWorkersTest extends LeavesNothing {
    @TempDir
    private Path shared;

    /** A command does not outlive the worker that supervises it, and is started again with it. */
    @Test
    void aKilledWorkerTakesItsCommandAlong() throws Exception {
        String script = "[ -e go ] && { echo $RANK of $WORLD_SIZE >done-$RANK; exit 0; };"
                + " echo $$ >draft-$RANK; mv draft-$RANK pid-$RANK; exec sleep 1000";
        JobSpec spec = CommandProgram.spec("child", List.of("sh", "-c", "cd " + shared + "; " + script), Map.of())
                .ranks(2);
        try (Weft weft = Weft.cluster(Distribution.shortLived(2, folder))) {
            Job job = weft.run(spec);
            ProcessHandle first = started(0);
            ProcessHandle second = started(1);
            Files.createFile(shared.resolve("go"));
            ProcessHandle worker = Leftovers.workersOf(ProcessHandle.current())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            worker.destroyForcibly();
            JobResult result = job.result();
            assertThat(result.report().recoveries()).hasSize(1);
            first.onExit().get(20, TimeUnit.SECONDS);
            second.onExit().get(20, TimeUnit.SECONDS);
            assertThat(shared.resolve("done-0")).hasContent("0 of 2");
            assertThat(shared.resolve("done-1")).hasContent("1 of 2");
        }
    }

    private ProcessHandle started(int rank) throws Exception {
        Path file = shared.resolve("pid-" + rank);
        while (!Files.exists(file)) {
            Thread.sleep(5); // it can tell by a file only
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }
}

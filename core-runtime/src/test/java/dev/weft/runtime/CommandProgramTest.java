package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that are commands. */
@Timeout(60)
class CommandProgramTest {
    @TempDir
    private Path folder;

    private JobSpec sh(String script) {
        return CommandProgram.spec("child", List.of("sh", "-c", script), Map.of("FOLDER", folder.toString()));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name)).strip();
    }

    @Test
    void eachKnowsItsRank() throws IOException {
        try (Weft weft = Weft.local()) {
            Job job = weft.run(
                    sh("echo $RANK $WORLD_SIZE $LOCAL_RANK $LOCAL_WORLD_SIZE $GROUP_RANK $MASTER_ADDR $WEFT_JOB"
                                    + " >$FOLDER/$RANK; echo $MASTER_PORT >$FOLDER/port-$RANK")
                            .ranks(3));
            job.result();
            var ports = new TreeSet<String>();
            for (int rank = 0; rank < 3; rank++) {
                assertThat(read("" + rank)).isEqualTo(rank + " 3 " + rank + " 3 0 127.0.0.1 " + job.id());
                ports.add(read("port-" + rank));
            }
            assertThat(ports)
                    .singleElement()
                    .satisfies(port -> assertThat(Integer.parseInt(port)).isBetween(1, 65_535));
        }
    }

    @Test
    void anotherExitCodeIsAFailureWithItsLastWords() {
        try (Weft weft = Weft.local()) {
            assertThatThrownBy(() -> weft.run(sh("echo reading; echo 'no such file' >&2; exit 3"))
                            .result())
                    .isInstanceOf(JobFailedException.class)
                    .hasRootCauseInstanceOf(CommandEndedException.class)
                    .hasRootCauseMessage("command [sh, -c, echo reading; echo 'no such file' >&2; exit 3]"
                            + " ended with exit code 3; its last words: no such file");
            assertThatThrownBy(() -> weft.run(sh("kill -9 $$")).result())
                    .rootCause()
                    .hasMessageContaining("ended by signal 9");
            assertThatThrownBy(() -> weft.run(CommandProgram.spec("child", List.of("no-such-command"), Map.of()))
                            .result())
                    .rootCause()
                    .hasMessageContaining("exit code 127")
                    .hasMessageContaining("not found");
        }
    }

    /** What it started goes with it. */
    @Test
    void aCancelledOneIsEnded() throws Exception {
        try (Weft weft = Weft.local()) {
            Job job = weft.run(sh("sleep 1000 & echo $! >$FOLDER/started; mv $FOLDER/started $FOLDER/pid; wait"));
            while (!Files.exists(folder.resolve("pid"))) {
                Thread.sleep(5); // it can tell by a file only
            }
            ProcessHandle sleeping =
                    ProcessHandle.of(Long.parseLong(read("pid"))).orElseThrow();
            job.cancel();
            assertThatThrownBy(job::result).isInstanceOf(JobCancelledException.class);
            sleeping.onExit().get();
        }
    }

    /** One of them fails: the others are ended. */
    @Test
    void theFirstFailureEndsAll() {
        try (Weft weft = Weft.local()) {
            assertThatThrownBy(() -> weft.run(sh("[ $RANK = 1 ] && exit 5; exec sleep 1000")
                                    .ranks(3))
                            .result())
                    .rootCause()
                    .hasMessageContaining("exit code 5");
        }
    }
}

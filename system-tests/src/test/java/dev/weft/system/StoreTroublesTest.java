package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that can't keep a job's checkpoints: the command says in one sentence what is wrong, where, and what to do. */
@Timeout(120)
class StoreTroublesTest {
    /** 512 KiB are saved at a time. */
    private static final String GRAPH = "kronecker:scale=16,degree=2,seed=1";

    @TempDir
    private Path folder;

    @TempDir
    private Path disk;

    private boolean mounted;
    private SavedCommand command;

    @BeforeEach
    void withoutSettings() {
        command = new SavedCommand(folder, GRAPH, Map.of());
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(system("umount", disk.toString())).isZero();
        }
    }

    /** A disk of its own, which only root can have. */
    private void mount(String options) throws Exception {
        mounted = system("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()) == 0;
        if (!mounted) {
            System.out.println("StoreTroublesTest: skipped, since this user can't mount a disk of " + options);
        }
        assumeTrue(mounted, "this user can't mount a disk");
    }

    private static int system(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void aFolderThatIsNotThere() {
        SavedCommand.assertOneSentence(
                command.run("--checkpoint", folder + "/no/such"),
                2,
                "the checkpoints' store can't be used: can't keep objects in " + folder + "/no/such/pagerank-",
                ": there is no folder " + folder + "/no/such: make it first (mkdir -p)");
    }

    @Test
    void aDiskThatGetsFull() throws Exception {
        mount("size=700k");
        SavedCommand.assertOneSentence(
                command.run("--workers", "2", "--checkpoint", disk.toString(), "--checkpoint-every", "2"),
                1,
                " was given up: no checkpoint at step ",
                " could be saved: can't ",
                " checkpoints/0-0000000",
                disk.toString(),
                ": the disk is full: make room, or name another folder (--checkpoint-optional goes on without); see ");
    }

    @Test
    void whereCheckpointsAreOptionalAFullDiskIsSaidOnce() throws Exception {
        mount("size=700k");
        Ended ended = command.run(
                "--checkpoint",
                "file:" + disk,
                "--checkpoint-every",
                "2",
                "--checkpoint-optional",
                "--output",
                "without");
        SavedCommand.assertWarnedOnce(
                ended, "the job goes on without a checkpoint at step ", ": the disk is full: make room");
        assertThat(command.output("without")).isEqualTo(command.expected());
        try (Stream<Path> jobs = Files.list(disk)) {
            Ended verified = command.verify(jobs.findFirst().orElseThrow().toString());
            assertThat(verified.exitCode()).as(verified.err()).isZero();
            assertThat(verified.out().lines()).isNotEmpty().allMatch(line -> line.endsWith(": whole"));
        }
    }

    @Test
    void aDiskThatIsReadOnly() throws Exception {
        mount("size=900k,ro");
        SavedCommand.assertOneSentence(
                command.run("--checkpoint", disk.toString()),
                2,
                "the checkpoints' store can't be used: can't write objects to " + disk,
                ": the file system is read-only: name a folder that can be written");
    }
}

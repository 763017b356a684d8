package dev.weft.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writesTheWholeFile() throws IOException {
        Path file = folder.resolve("ranks.txt");

        AtomicFile.write(file, out -> out.write("1 0.5\n".getBytes(UTF_8)));

        assertThat(file).hasContent("1 0.5\n");
        assertThat(namesIn(folder)).containsExactly("ranks.txt");
    }

    @Test
    void isReadableAsFilesAre() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));
        Path file = folder.resolve("atomic");

        AtomicFile.write(file, out -> {});

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void theFileIsNotThereWhileItIsWritten() throws IOException {
        Path file = folder.resolve("ranks.txt");

        AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            assertThat(file).doesNotExist();
        });

        assertThat(file).hasSize(1 << 20);
    }

    @Test
    void aFailureMidwayLeavesNothing() throws IOException {
        Path file = folder.resolve("ranks.txt");
        var failure = new IOException("the source has gone");

        assertThatIOException()
                .isThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw failure;
                }))
                .withMessage("can't write " + file + ": the source has gone")
                .withCause(failure);

        assertThat(namesIn(folder)).isEmpty();
    }

    @Test
    void anUncheckedFailureComesOutAsItIs() throws IOException {
        var failure = new IllegalStateException("fenced");

        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("ranks.txt"), out -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(namesIn(folder)).isEmpty();
    }

    @Test
    void whatWasThereSurvivesAFailedWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("ranks.txt"), "yesterday's");

        assertThatIOException()
                .isThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("no");
                }));

        assertThat(file).hasContent("yesterday's");
        assertThat(namesIn(folder)).containsExactly("ranks.txt");
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path real = Files.writeString(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("real.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), real);

        AtomicFile.write(link, out -> out.write("new".getBytes(UTF_8)));

        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void namesAMissingFolder() {
        Path file = folder.resolve("missing/ranks.txt");

        assertThat(AtomicFile.obstacle(file))
                .hasValue(file + " can't be written, there is no folder " + file.getParent()
                        + ": make it first (mkdir -p)");
        assertThatIOException()
                .isThrownBy(() -> AtomicFile.write(file, out -> {}))
                .withMessageContaining("no folder");
    }

    @Test
    void namesAFileWhereAFolderIsDue() throws IOException {
        Path file = Files.createFile(folder.resolve("plain")).resolve("ranks.txt");

        assertThat(AtomicFile.obstacle(file))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains(file.toString()).contains("is not a folder"));
    }

    @Test
    void refusesAFolderAndADevice() {
        assertThat(AtomicFile.obstacle(folder)).hasValue(folder + " is a folder: name a file in it");
        assertThat(AtomicFile.obstacle(Path.of("/dev/null")))
                .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("/dev/null is not a regular file"));
    }

    @Test
    void findsNoObstacleWhereThereIsNoneAndLeavesNothing() throws IOException {
        assertThat(AtomicFile.obstacle(folder.resolve("ranks.txt"))).isEmpty();
        assertThat(AtomicFile.obstacle(Path.of("no-folder-named.txt"))).isEmpty();
        assertThat(namesIn(folder)).isEmpty();
    }

    /** /proc takes no file from anyone, root included. */
    @Test
    void namesAFolderThatTakesNoFiles() {
        assertThat(AtomicFile.obstacle(Path.of("/proc/ranks.txt")))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("/proc/ranks.txt can't be written, no file can be made in /proc"));
    }

    @Test
    void namesAFolderWithoutPermission() throws IOException {
        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assumeFalse(Files.isWritable(locked), "permissions don't stop this user");

        assertThat(AtomicFile.obstacle(locked.resolve("ranks.txt"))).isPresent();
    }

    @Test
    void aFullDiskLeavesWhatWasThere() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "weft-test", disk.toString()), "mounting needs root");
        try {
            Path file = Files.writeString(disk.resolve("ranks.txt"), "yesterday's");

            assertThatIOException()
                    .isThrownBy(() -> AtomicFile.write(file, out -> out.write(new byte[1 << 20])))
                    .withMessage("can't write " + file + ": No space left on device");

            assertThat(file).hasContent("yesterday's");
            assertThat(namesIn(disk)).containsExactly("ranks.txt");
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

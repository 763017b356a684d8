package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed with kill -9 while it converts a graph leaves files; those of one that lives are its own. */
@Timeout(60)
class UnfinishedFolderTest {
    @TempDir
    private Path folder;

    private Path output;
    private Process process;

    /** Its main method begins to write a graph, and goes on for ever. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws Exception {
            NewFolder folder = NewFolder.at(Path.of(args[0]));
            Files.createFile(folder.unfinished().resolve("part-0.weft"));
            System.out.println(folder.unfinished());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @BeforeEach
    void beginToWrite() throws IOException {
        output = folder.resolve("graph [1]");
        process = start();
        String said = process.inputReader().readLine();
        assertThat(Path.of(said).resolve("part-0.weft")).exists();
        assertThat(names()).hasSize(2).allMatch(name -> name.startsWith(".graph [1].unfinished-"));
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writer.class.getName(),
                        output.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @AfterEach
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void convert(Path output) throws Exception {
        assertThat(new ConvertCommand()
                        .run(
                                Map.of("GRAPH", "kronecker:scale=5", "output", output.toString()),
                                System.out,
                                new PrintStream(OutputStream.nullOutputStream())))
                .isZero();
    }

    @Test
    void whatAKilledOneLeftIsRemovedByTheNext() throws Exception {
        kill();
        convert(folder.resolve("other"));
        assertThat(names()).hasSize(3);
        convert(output);
        assertThat(names()).containsExactlyInAnyOrder("graph [1]", "other");
    }

    @Test
    void whatALivingOneWritesStays() throws Exception {
        List<String> before = names();
        convert(output);
        assertThat(names()).hasSize(3).containsAll(before).contains("graph [1]");
    }

    @Test
    void whatThisProcessWritesStaysLocked() throws Exception {
        kill();
        try (NewFolder first = NewFolder.at(output);
                NewFolder second = NewFolder.at(output)) {
            assertThat(first.unfinished()).exists().isNotEqualTo(second.unfinished());
            assertThat(names()).hasSize(4);
            process = start();
            assertThat(process.inputReader().readLine()).isNotEmpty();
            assertThat(first.unfinished()).exists();
            assertThat(second.unfinished()).exists();
            kill();
        }
        convert(output);
        assertThat(names()).containsExactly("graph [1]");
    }
}

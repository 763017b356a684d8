package dev.weft.launcher;

import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code bin/weft} runs once to make its start-up cache: what people run, so that their first run finds classes and profiles ready. */
public final class Rehearsal {
    private static final List<String> COMMANDS = List.of(
            "run pagerank --graph jdk: --ranks 4 --top 3",
            "run bfs --graph kronecker:scale=16,degree=16,seed=1 --source 0 --top 3",
            "run wcc --graph kronecker:scale=16,degree=16,seed=1 --ranks 2 --top 3");

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        int exitCode = 0;
        for (String command : COMMANDS) {
            exitCode = Math.max(exitCode, Main.run(List.of(command.split(" ")), Terminal.ofProcess()));
        }
        exitCode = Math.max(exitCode, rehearseSource());
        exitCode = Math.max(exitCode, rehearseJobFile());
        exitCode = Math.max(exitCode, rehearseCheckpoints());
        rehearseWorkers();
        System.exit(exitCode);
    }

    /** The compiler, above all. */
    private static int rehearseSource() throws IOException {
        Path folder = Files.createTempDirectory("weft-rehearsal");
        var project = NewProject.named(folder.resolve("rehearsal"), Optional.empty());
        project.write();
        String source = project.folder().resolve(project.source()).toString();
        var command = List.of("run", source, "--graph", "kronecker:scale=8", "--source", "1");
        int exitCode = Main.run(command, Terminal.ofProcess());
        remove(folder);
        return exitCode;
    }

    /** YAML, above all. */
    private static int rehearseJobFile() throws IOException {
        Path folder = Files.createTempDirectory("weft-rehearsal");
        var command = "run pagerank --graph kronecker:scale=8 --top 3";
        String job = new JobFileText(RunOptions.of(Commands.all().given(List.of(command.split(" "))))).toString();
        Path file = Files.writeString(folder.resolve("job.yaml"), job);
        int exitCode = Main.run(List.of("run", file.toString()), Terminal.ofProcess());
        remove(folder);
        return exitCode;
    }

    /** A save loads a compression library and message formats while ranks compute. */
    private static int rehearseCheckpoints() throws IOException {
        Path store = Files.createTempDirectory("weft-rehearsal");
        var command = "run pagerank --graph kronecker:scale=16 --top 3 --checkpoint-every 4 --checkpoint " + store;
        int exitCode = Main.run(List.of(command.split(" ")), Terminal.ofProcess());
        remove(store);
        return exitCode;
    }

    /** What the agent loads is most of what a worker loads, too. Where workers can't be started, the rest is rehearsed all the same. */
    private static void rehearseWorkers() throws IOException {
        Path state = Files.createTempDirectory("weft-rehearsal");
        try (Weft weft = Weft.cluster(ClusterSpec.of(1, state))) {
            JobResult _ = weft.run(
                            JobSpec.of("rehearsal", Programs.onClassPath().program("pagerank"))
                                    .arg("graph", "kronecker:scale=8"))
                    .result();
        } catch (RuntimeException | LinkageError failure) {
            System.err.println("workers could not be rehearsed: " + failure);
        }
        remove(state);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                boolean _ = file.toFile().delete();
            });
        }
    }
}

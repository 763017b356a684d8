package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.launcher.jobfile.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** A job file says what options say: the same runs, and {@code --dry-run} writes it. */
class JobFileTest {
    private static final String HEAD = "apiVersion: weft/v1\nkind: Job\nmetadata: {name: demo}\nspec:\n";

    @TempDir
    Path folder;

    private String file(String spec) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), HEAD + spec).toString();
    }

    private static String dryRun(String... words) {
        var all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        all.add("--dry-run");
        var call = Call.weft(all.toArray(String[]::new));
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.err()).isEmpty();
        return call.out();
    }

    // ---- one model

    /** What is not said by an option of the same meaning: true and false are, and args. */
    private static final Set<String> WITHOUT_KEYS = Set.of("--undirected", "--source", "--iterations", "--dry-run");

    @Test
    void everyOptionHasItsPlace() {
        var spec = CommandSpec.create();
        RunFlags.declareIn(spec);
        assertThat(spec.options()).hasSizeGreaterThan(30).allSatisfy(option -> {
            if (!WITHOUT_KEYS.contains(option.longestName())) {
                assertThat(JobFile.keyOf(option.longestName()))
                        .as(option.longestName())
                        .isNotEmpty();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scores",
                "org.example.Program$Inner --jar a.jar",
                "src/My.java --jar lib.jar --ranks 3 --threads 2 --memory 2g",
                "scores --graph a.e --vertices v.txt --undirected --weighted --columns source=0,target=2 --bad-lines skip"
                        + " --duplicates sum --self-loops drop --source 007 --iterations 5 --set rate=1e-3 --set flag=true"
                        + " --set odd=yes --set empty= --set quote=a\"b\\c",
                "scores --graph kronecker:scale=8 --directed",
                "scores --result level --output out/ --top 3 --json report.json",
                "scores --output out.npy --json -",
                "scores --workers 2",
                "scores --workers 2 --ranks 4 --on-loss shrink --transport udp --backoff-limit 0 --start-timeout 5",
                "scores --workers 3 --spares 1 --transport auto --memory 800m",
                "scores --checkpoint store --checkpoint-every 30s --resume demo-1 --checkpoint-optional",
                "scores --checkpoint s3://bucket/jobs?region=eu --checkpoint-every 10 --deadline 60",
                "scores --log-level debug --quiet",
            })
    void aFileAndTheOptionsThatItWasMadeOfAreTheSame(String words) throws IOException {
        String written = dryRun(words.split(" "));
        String file = Files.writeString(folder.resolve("made.yaml"), written).toString();
        assertThat(dryRun(file)).isEqualTo(written);
    }

    @Test
    void faultsStandInTheFileAsTheyStrike() throws IOException {
        String written = dryRun(
                "scores",
                "--workers",
                "2",
                "--checkpoint",
                "store",
                "--inject",
                "random kills=2 seed=7",
                "--inject",
                "disk full at step=6");
        assertThat(written).contains("  inject:\n    - \"kill worker=").contains("    - \"disk full at step=6\"\n");
        String file = Files.writeString(folder.resolve("made.yaml"), written).toString();
        assertThat(dryRun(file)).isEqualTo(written);
    }

    @Test
    void theEffectiveFileHasAllDefaults() throws IOException {
        String file = file("""
                  checkpoint: {uri: store}
                  operators:
                    - program: scores
                      workers: 2
                      input: {graph: a.e, directed: false}
                      args: {iterations: 5, seeds: [1, 7], name: "on"}
                      resources: {cpu: 1.5, memory: 1Gi, nvidia.com/gpu: 2}
                      nodeSelector: {zone: eu-1}
                  priorityClass: high
                """);
        assertThat(dryRun(file)).isEqualTo("""
                apiVersion: weft/v1
                kind: Job
                metadata:
                  name: demo
                spec:
                  priorityClass: high
                  backoffLimit: 3
                  startTimeoutSeconds: 60
                  onLoss: replace
                  shares: measured
                  spares: 0
                  transport: ipc
                  checkpoint:
                    uri: FOLDER/store
                    every: auto
                    optional: false
                  operators:
                    - name: demo
                      program: scores
                      input:
                        directed: false
                        graph: FOLDER/a.e
                      args:
                        iterations: 5
                        name: "on"
                        seeds: "1,7"
                      ranks: 2
                      workers: 2
                      threads: 1
                      resources:
                        cpu: "1500m"
                        memory: "1024Mi"
                        nvidia.com/gpu: 2
                      nodeSelector:
                        zone: eu-1
                      preemptible: false
                  logging:
                    quiet: false
                """.replace("FOLDER", folder.toString()));
    }

    @Test
    void nothingIsStartedByADryRun() throws IOException {
        String file = file("  operators: [{program: failing}]\n  output: {file: out.txt}\n");
        assertThat(dryRun(file)).contains("program: failing");
        assertThat(folder.resolve("out.txt")).doesNotExist();
    }

    // ---- options beside a file

    @Test
    void optionsCountBeforeTheFile() throws IOException {
        String file = file("""
                  operators:
                    - program: scores
                      ranks: 3
                      input: {graph: a.e, directed: false}
                      args: {iterations: 5, speed: 1}
                  output: {top: 3}
                """);
        assertThat(dryRun(
                        file,
                        "--ranks",
                        "2",
                        "--graph",
                        "/b.e",
                        "--directed",
                        "--set",
                        "speed=2",
                        "--top",
                        "1",
                        "--workers",
                        "2"))
                .contains(
                        "ranks: 2\n",
                        "graph: /b.e\n",
                        "directed: true\n",
                        "iterations: 5\n",
                        "speed: 2\n",
                        "top: 1\n",
                        "workers: 2\n");
        assertThat(Call.weft("run", file, "--ranks", "0").err()).isEqualTo("weft: --ranks=0 < 1: give at least 1\n");
        assertThat(Call.weft("run", file, "--spares", "1").err())
                .isEqualTo("weft: --spares is about workers: give workers: N, too\n");
    }

    // ---- runs

    @Test
    void aFileRuns() throws IOException {
        String file = file("""
                  operators:
                    - program: scores
                      input: {graph: "ring:"}
                  output: {result: level, top: 1, json: report.json}
                  logging: {quiet: true}
                """);
        var call = Call.weft("run", file);
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.out()).startsWith("vertex").contains("total  4.5", "graph  ring: unsaid");
        assertThat(call.err()).isEmpty();
        assertThat(Files.readString(folder.resolve("report.json")))
                .contains("\"job\": \"demo\"", "\"program\": \"scores\"");
    }

    @Test
    void severalOperatorsRun() throws IOException {
        String file = file("""
                  operators:
                    - {name: first, program: scores, ranks: 2, threads: 2}
                    - {name: second, program: silent, threads: 1}
                  output: {json: report.json}
                """);
        var call = Call.weft("run", file);
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.out()).contains("total  4.5\n", "second.answer  42\n");
        assertThat(call.err()).contains("ran first and second: 0 supersteps in ", " on 3 ranks of 2 or 1 threads\n");
        assertThat(Files.readString(folder.resolve("report.json")))
                .contains("\"name\": \"second\"", "\"program\": \"silent\"");
    }

    @Test
    void aCommandRunsBesideAProgram() throws IOException {
        String file = file("""
                  operators:
                    - {name: talk, program: silent}
                    - {name: child, command: [sh, -c, 'echo "$RANK of $WORLD_SIZE" > "$0-$RANK"', OUT], ranks: 2}
                """.replace("OUT", folder.resolve("said").toString()));
        var call = Call.weft("run", file, "--quiet");
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(folder.resolve("said-0")).hasContent("0 of 2");
        assertThat(folder.resolve("said-1")).hasContent("1 of 2");
        assertThat(dryRun(file)).contains("      command:\n        - sh\n        - \"-c\"\n");
    }

    @Test
    void hostsComeFromAFileBesideTheJobs() throws IOException {
        Files.writeString(folder.resolve("hosts"), "a slots=2\nb slots=2\n");
        String written = dryRun(file("  hosts: hosts\n  operators: [{program: scores}]\n"));
        assertThat(written)
                .contains(
                        "  hosts: " + folder.resolve("hosts") + "\n", "ranks: 4\n", "workers: 4\n", "transport: udp\n");
        String again = Files.writeString(folder.resolve("made.yaml"), written).toString();
        assertThat(dryRun(again)).isEqualTo(written);
        assertThat(optionsOf(again, "--memory", "800m").heaps())
                .as("of two on a host")
                .containsExactly(400L, 400L, 400L, 400L);
    }

    @Test
    void aFailureNamesTheOperatorThatFailed() throws IOException {
        String file = file("  operators: [{name: a, program: endless}, {name: b, program: failing}]\n");
        var call = Call.weft("run", file, "--quiet");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).startsWith("weft: b failed on rank 0 at step 2\n");
    }

    @Test
    void sourcesOfSeveralOperatorsRunTogether() throws IOException {
        Files.writeString(folder.resolve("A.java"), source("A", "b", "1"));
        Files.writeString(folder.resolve("B.java"), source("B", "a", "2"));
        String file = file("  operators: [{name: a, program: A.java}, {name: b, program: ./B.java}]\n");
        var call = Call.weft("run", file, "--quiet");
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.out()).isEqualTo("heard  2\nb.heard  1\n");
    }

    private static String source(String name, String other, String number) {
        return """
                import dev.weft.runtime.*;
                public class NAME implements Program {
                    public void run(Rank rank) {
                        var other = rank.operator("OTHER");
                        other.send(new long[] {NUMBER}, 0, 1, 0, 1);
                        var heard = new long[1];
                        other.receive(heard, 0, 1, 0, 1);
                        rank.result("heard", heard[0]);
                    }
                }
                """.replace("NAME", name).replace("OTHER", other).replace("NUMBER", number);
    }

    @Test
    @Timeout(20)
    void aJobIsEndedAtItsDeadline() throws IOException {
        String file = file("  activeDeadlineSeconds: 1\n  operators: [{program: endless}]\n");
        var call = Call.weft("run", file, "--quiet");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err())
                .matches(
                        "weft: job demo-\\S+ was ended after 1 s, its deadline \\(activeDeadlineSeconds\\): give more\n");
        assertThat(Call.weft("run", file("  operators: [{program: silent}]\n"), "--deadline", "60", "--quiet")
                        .exitCode())
                .isZero();
    }

    // ---- the JVM's flags

    @Test
    void aFileAsksForTheHeapOfItsRanks() throws IOException {
        assertThat(flags("  operators: [{program: scores, ranks: 3, resources: {memory: 64Mi}}]\n"))
                .containsExactly("-Xmx192m");
        assertThat(flags("""
                  operators:
                    - {name: a, program: scores, ranks: 3, resources: {memory: 64Mi}}
                    - {name: b, program: scores, resources: {memory: 1Gi}}
                """)).containsExactly("-Xmx1216m");
        assertThat(flags("  operators: [{program: scores, ranks: 3}]\n")).isEmpty();
        String workers = "  operators: [{program: scores, ranks: 3, workers: 2, resources: {memory: 64Mi}}]\n";
        assertThat(flags(workers)).containsExactly("-XX:TieredStopAtLevel=1");
        assertThat(options(workers).heaps()).as("of the worker with two ranks").containsExactly(128L, 128L);
    }

    /** Operators that differ in workers, labels or what may be taken away have processes of their own, and heaps for their own ranks. */
    @Test
    void operatorsMayHaveWorkersOfTheirOwn() throws IOException {
        Files.writeString(folder.resolve("hosts"), "a\n");
        RunOptions options = options("""
                  hosts: hosts
                  operators:
                    - {name: a, program: scores, ranks: 4, workers: 2, resources: {memory: 1Gi}}
                    - {name: b, program: scores, ranks: 3, workers: 3, resources: {memory: 64Mi}}
                    - {name: c, program: scores, ranks: 1, workers: 2, resources: {memory: 64Mi}}
                    - {name: d, program: scores, ranks: 2, workers: 2, nodeSelector: {disk: ssd}, resources: {memory: 2Gi}}
                """);
        assertThat(options.heaps()).containsExactly(2112L, 2112L, 64L, 64L, 64L, 2048L, 2048L);
    }

    @Test
    void theHeapOfAllRanksIsSharedOut() throws IOException {
        assertThat(optionsOf("scores", "--ranks", "3", "--workers", "2", "--memory", "800m")
                        .heaps())
                .containsExactly(400L, 400L);
        assertThat(optionsOf("scores", "--ranks", "3", "--memory", "800m").heaps())
                .containsExactly(798L);
        assertThat(optionsOf("scores").heaps()).isEmpty();
    }

    @Test
    void coresAreThreadsUnlessThoseAreSaid() throws IOException {
        assertThat(options("  operators: [{program: scores, resources: {cpu: 2500m}}]\n")
                        .first()
                        .threads())
                .isEqualTo(2);
        assertThat(options("  operators: [{program: scores, resources: {cpu: 0.5}}]\n")
                        .first()
                        .threads())
                .isEqualTo(1);
        assertThat(options("  operators: [{program: scores, threads: 5, resources: {cpu: 2}}]\n")
                        .first()
                        .threads())
                .isEqualTo(5);
    }

    private List<String> flags(String spec) throws IOException {
        return JvmFlags.of(options(spec));
    }

    private RunOptions options(String spec) throws IOException {
        return optionsOf(file(spec));
    }

    private static RunOptions optionsOf(String... words) throws IOException {
        var all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        return RunOptions.of(Commands.all().given(all));
    }
}

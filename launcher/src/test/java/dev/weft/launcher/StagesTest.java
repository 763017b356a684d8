package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that wait for others. */
@Timeout(60)
class StagesTest {
    private static final String HEAD = "apiVersion: weft/v1\nkind: Job\nmetadata: {name: demo}\nspec:\n";
    private static final int NUMPY_BYTES = 128 + 5 * Long.BYTES;

    @TempDir
    Path folder;

    private Call run(String spec, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), HEAD + spec);
        var words = new String[options.length + 2];
        words[0] = "run";
        words[1] = file.toString();
        System.arraycopy(options, 0, words, 2, options.length);
        return Call.weft(words);
    }

    @Test
    void oneStartsWhenTheOthersOutputIsThere() throws IOException {
        var call = run("""
                  operators:
                    - {name: scores, program: scores}
                    - {name: size, command: [sh, -c, "wc -c <scores.npy >size"], workingDir: ., dependsOn: [scores]}
                    - {name: twice, command: [sh, -c, "cat size size >twice"], workingDir: ., dependsOn: [size, scores]}
                  output: {file: scores.npy, json: report.json}
                """);
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(folder.resolve("twice"))
                .content()
                .containsPattern("^ *" + NUMPY_BYTES + "\n *" + NUMPY_BYTES + "\n$");
        assertThat(call.err().lines().filter(line -> line.startsWith("ran ")))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("ran scores", "ran size", "ran twice");
        assertThat(folder.resolve("report.json"))
                .content()
                .contains("\"name\": \"twice\"", "\"total\": 4.5")
                .containsPattern("(?s)\"ranks\": \\[.*\"rank\".*\"rank\".*\"rank\"");
    }

    /** What is complete stays so. */
    @Test
    void aLaterFailureLeavesTheOutputAlone() throws IOException {
        var call = run("""
                  operators:
                    - {name: scores, program: scores}
                    - {name: bad, command: [sh, -c, "echo no more; exit 3"], dependsOn: [scores]}
                    - {name: never, command: [touch, never], workingDir: ., dependsOn: [bad]}
                  output: {file: scores.txt, json: report.json}
                """, "--quiet");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err())
                .startsWith("weft: bad failed on rank 0")
                .contains("ended with exit code 3; its last words: no more");
        assertThat(folder.resolve("scores.txt")).content().startsWith("10 0.5\n");
        assertThat(folder.resolve("never")).doesNotExist();
        assertThat(folder.resolve("report.json")).doesNotExist();
    }

    /** The names of results are those that they have where all operators run at once. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            level,          3
            levels.level,   7
            more.level,     3
            """)
    void aResultIsWrittenWhenItsOperatorIsComplete(String result, String first) throws IOException {
        var call =
                run("""
                  operators:
                    - {name: scores, program: scores}
                    - {name: levels, program: levels, dependsOn: [scores]}
                    - {name: more, program: scores, dependsOn: [scores]}
                """, "--result", result, "--output", folder.resolve("out").toString(), "--quiet");
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(folder.resolve("out")).content().startsWith("10 " + first + "\n");
        assertThat(call.out()).contains("total  4.5\n", "more.total  4.5\n");
    }

    @Test
    void coresAndMemoryAreThoseOfAStage() throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), HEAD + """
                  operators:
                    - {name: a, program: scores, ranks: 2, workers: 2, resources: {memory: 1Gi}}
                    - {name: b, program: scores, ranks: 1, resources: {memory: 5Gi}, dependsOn: [a]}
                """);
        RunOptions job = RunOptions.of(Commands.all().given(List.of("run", file.toString())));
        assertThat(job.stages())
                .extracting(stage -> stage.first().workers().orElseThrow())
                .containsExactly(2, 1);
        assertThat(job.stages()).extracting(RunOptions::heaps).containsExactly(List.of(1024L, 1024L), List.of(5120L));
    }

    @Test
    void aDeadlineIsThatOfTheWholeJob() throws IOException {
        var call = run("""
                  activeDeadlineSeconds: 1
                  operators:
                    - {name: a, command: [sleep, "0.7"]}
                    - {name: b, command: [sleep, "0.7"], dependsOn: [a]}
                """, "--quiet");
        assertThat(call.err()).contains("was ended after 1 s, its deadline");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {program: silent, dependsOn: [first]}   | 7:48: dependsOn=first is no operator of this job; did you mean frist?
            {program: silent, dependsOn: [own]}     | 7:48: dependsOn=own is this operator itself: an operator depends on such as stand above it
            {program: silent, dependsOn: [last]}    | 7:48: dependsOn=last stands below this operator: an operator depends on such as stand above it
            {program: silent, dependsOn: frist}     | 7:47: dependsOn is text: give a list
            {program: silent, workingDir: .}        | 7:48: workingDir is for a command, and this operator has a program: leave it out
            {command: [pwd], workingDir: no-folder} | the folder FOLDER/no-folder, in which the command is to start, is not there on host
            """)
    void whatCanNotBeIsOneSentence(String operator, String sentence) throws IOException {
        var call = run("""
                  operators:
                    - {name: frist, program: silent}
                    - {name: own, OPERATOR
                    - {name: last, program: silent}
                """.replace("OPERATOR", operator.substring(1)), "--quiet");
        assertThat(call.err())
                .contains(sentence.replace("FOLDER", folder.toString()))
                .hasLineCount(1);
        assertThat(call.exitCode()).isEqualTo(2);
    }
}

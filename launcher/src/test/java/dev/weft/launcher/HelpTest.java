package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --help} and {@code version} print. */
class HelpTest {
    @Test
    void listsTheCommands() {
        var call = Call.weft("--help");
        assertThat(call.exitCode()).isZero();
        assertThat(call.out())
                .contains(
                        "  run ",
                        "  new ",
                        "  flight ",
                        "  version ",
                        "  echo ",
                        "Print 100 % of what was given.",
                        "weft run pagerank",
                        "weft run MyProgram.java");
        assertThat(call.err()).isEmpty();
    }

    @Test
    void ofRunListsOptionsAndPrograms() {
        var help = Call.weft("run", "--help").out();
        assertThat(help)
                .contains(
                        "weft run PROGRAM|FILE.java|JOB.yaml",
                        "--graph",
                        "--ranks",
                        "  scores       for tests\n",
                        "speed: how fast, in 100 % of c\n");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void ofALibrarysCommand() {
        assertThat(Call.weft("echo", "--help").out()).contains("WORD", "What to say.", "--times=N", "How often.");
    }

    @Test
    void isFoundByTheWordHelp() {
        assertThat(Call.weft("help", "run").out())
                .isEqualTo(Call.weft("run", "--help").out());
        assertThat(Call.weft("help").out()).isEqualTo(Call.weft("--help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void versionIsOneLine(String word) {
        var call = Call.weft(word);
        assertThat(call.exitCode()).isZero();
        assertThat(call.out()).matches("weft \\S.*, JDK \\S+ \\(.*\\), \\S+ \\S+\n");
    }

    @Test
    void librarysCommandGetsItsValuesAndGivesTheExitCode() {
        var call = Call.weft("echo", "hello", "--output", "there");
        assertThat(call.exitCode()).isEqualTo(7);
        assertThat(call.out()).isEqualTo("{WORD=hello, output=there}\n");
    }

    @Test
    void librarysCommandHasFlags() {
        assertThat(Call.weft("echo", "--help").out()).contains("--loud ", "Whether to shout.");
        assertThat(Call.weft("echo", "--loud", "hello", "--output", "there").out())
                .isEqualTo("{WORD=hello, loud=true, output=there}\n");
    }
}

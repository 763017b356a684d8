package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failing job says where, why and in which of the user's lines. */
class FailuresTest {
    @TempDir
    Path folder;

    @Test
    void programsFailureIsToldWithItsOwnFrames() {
        var call = Call.weft("run", "failing", "--ranks", "3", "--quiet");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("weft: failing failed on rank 2 at step 2"),
                        line -> assertThat(line).isEqualTo("    java.lang.IllegalStateException: can't share out"),
                        line -> assertThat(line)
                                .startsWith("        at org.example.programs.Offered$Failing.divide(Offered.java:"),
                        line -> assertThat(line)
                                .startsWith("        at org.example.programs.Offered$Failing.fail(Offered.java:"),
                        line -> assertThat(line).isEqualTo("    caused by java.lang.ArithmeticException: / by zero"),
                        line -> assertThat(line)
                                .startsWith("        at org.example.programs.Offered$Failing.divide(Offered.java:"),
                        line -> assertThat(line)
                                .startsWith("        at org.example.programs.Offered$Failing.fail(Offered.java:"));
    }

    @Test
    void noFileIsLeftBehind() throws Exception {
        var output = folder.resolve("out.txt");
        var report = folder.resolve("report.json");
        var call = Call.weft("run", "failing", "--output", output.toString(), "--json", report.toString());
        assertThat(call.exitCode()).isEqualTo(1);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void exhaustedHeapNamesItsSizeAndTheOption() {
        var call = Call.weft("run", "hungry", "--ranks", "2", "--quiet");
        assertThat(call.exitCode()).isEqualTo(65);
        assertThat(call.err())
                .matches(
                        "weft: out of memory: the heap has \\d+ MiB; give more with --memory, e\\.g\\. --memory \\d+m\n");
    }

    @Test
    void programThatCannotBeMade() {
        var call = Call.weft("run", "unmade", "--quiet");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err())
                .startsWith("weft: unmade failed on rank 0 before its first step\n")
                .contains("no object today");
    }

    @Test
    void interruptionThrownByTheProgramIsAFailureOfTheProgram() {
        var call = Call.weft("run", "stubborn", "--quiet");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("java.lang.InterruptedException: my own");
    }

    @Test
    void errorsOfWeftShowWhereTheyAre() {
        var failure = Failure.of(new IllegalStateException("broken"));
        assertThat(failure.exitCode()).isEqualTo(ExitCode.PROGRAM_FAILED);
        assertThat(failure.text())
                .startsWith("an error in Weft itself\n")
                .contains("dev.weft.launcher.FailuresTest.errorsOfWeft");
    }

    @Test
    void exhaustedThreadsAreNotCalledHeap() {
        var failure = Failure.of(new OutOfMemoryError("unable to create native thread"));
        assertThat(failure.text()).isEqualTo("the system gives no more threads: take fewer --ranks or --threads");
    }
}

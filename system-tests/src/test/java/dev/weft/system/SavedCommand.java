package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code bin/weft run pagerank} with its state saved somewhere.
 *
 * @param folder for the job's logs and outputs
 * @param graph whose size says how much is saved
 * @param environment beside this process's
 */
record SavedCommand(Path folder, String graph, Map<String, String> environment) {
    /** @param more words, after those that say what is to be computed */
    Process start(String... more) {
        assertThat(Distribution.firstRun().exitCode())
                .as("the run that makes the start-up cache")
                .isZero();
        var words = new ArrayList<>(List.of(
                "run",
                "pagerank",
                "--graph",
                graph,
                "--iterations",
                "12",
                "--threads",
                "1",
                "--memory",
                "512m",
                "--quiet"));
        words.addAll(List.of(more));
        return weft(words);
    }

    Ended run(String... more) {
        return Distribution.end(start(more));
    }

    Ended verify(String address) {
        return Distribution.end(weft(List.of("verify", address)));
    }

    private Process weft(List<String> words) {
        var all = new HashMap<>(environment);
        all.put("XDG_STATE_HOME", folder.toString());
        return Distribution.start(folder, all, words);
    }

    /** What an undisturbed run in one process gives. */
    byte[] expected() throws IOException {
        Ended ended = run("--output", "expected");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return output("expected");
    }

    byte[] output(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /** The command has failed with one sentence, and said nothing else. */
    static void assertOneSentence(Ended ended, int exitCode, String... parts) {
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.err()).startsWith("weft: ").contains(parts);
    }

    /** The command has come to its end, and has said once why it goes on without checkpoints. */
    static void assertWarnedOnce(Ended ended, String... parts) {
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.err()).contains("WARN").contains(parts);
    }
}

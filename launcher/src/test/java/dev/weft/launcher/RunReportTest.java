package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --json}. */
class RunReportTest {
    @TempDir
    Path folder;

    @Test
    void hasWhatRanAndWhatItCost() throws Exception {
        var file = folder.resolve("report.json");
        var call = Call.weft("run", "scores", "--graph", "some\"thing", "--ranks", "2", "--json", file.toString());
        assertThat(call.exitCode()).isZero();
        assertThat(Files.readString(file))
                .contains(
                        "\"program\": \"scores\",",
                        "\"graph\": \"some\\\"thing\",",
                        "\"version\": ",
                        "\"load_seconds\": ")
                .contains(
                        "\"run_seconds\": ",
                        "\"first_step_seconds\": ",
                        "\"supersteps\": 0,",
                        "\"vertices\": 0,",
                        "\"edges\": 0,")
                .contains("\"memory\": ", "\"peak_memory_bytes\": ", "\"checkpoints\": 0,", "\"recoveries\": [],")
                .contains("\"pid\": " + ProcessHandle.current().pid() + ",", "\"worker\": 0,", "\"rank\": 1,")
                .contains("\"host\": null")
                .contains("\"compute_seconds\": ", "\"exchange_seconds\": ", "\"wait_seconds\": ")
                .contains("\"results\": {\n    \"total\": 4.5,\n    \"graph\": \"some\\\"thing unsaid\"\n  }\n}\n");
    }

    @Test
    void hasWhatWasSaidOfTheGraph() {
        var call = Call.weft(
                "run",
                "silent",
                "--graph",
                "a.e",
                "--weighted",
                "--undirected",
                "--columns",
                "source=0,weight=3",
                "--bad-lines",
                "skip",
                "--duplicates",
                "drop",
                "--self-loops",
                "drop",
                "--json",
                "-");
        assertThat(call.exitCode()).isZero();
        assertThat(call.out())
                .contains(
                        "\"weighted\": \"true\"",
                        "\"directed\": \"false\"",
                        "\"columns\": \"source=0,weight=3\"",
                        "\"bad-lines\": \"skip\"",
                        "\"duplicates\": \"drop\"",
                        "\"self-loops\": \"drop\"");
    }

    @Test
    void onStdoutIsAlone() {
        assertThat(Call.weft("run", "silent", "--json", "-").out())
                .startsWith("{\n  \"program\": \"silent\",")
                .endsWith("}\n");
    }

    @Test
    void textIsJson() {
        assertThat(Json.of(List.of("a\"\\\n\t\u0001ü", 1, 1.5e-7, Double.NaN, true, Map.of(), Map.of("k", List.of()))))
                .isEqualTo(
                        "[\n  \"a\\\"\\\\\\n\\t\\u0001ü\",\n  1,\n  1.5E-7,\n  null,\n  true,\n  {},\n  {\n    \"k\": []\n  }\n]\n");
    }
}

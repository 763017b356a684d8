package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerCommandTest {
    /** A JVM whose young generation is as large as its heap does not start from its start-up cache. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 1000})
    void theYoungGenerationFitsIntoTheHeap(int workers) {
        Path folder = Path.of("logs");
        List<String> command =
                WorkerCommand.of((Runtime.getRuntime().maxMemory() >> 20) / workers, List.of(), List.of(), folder);
        assertThat(mebibytes(command, "-XX:MaxNewSize=")).isBetween(20L, mebibytes(command, "-Xmx") / 2);
    }

    @Test
    void alsoIntoOneThatWasAskedFor() {
        Path folder = Path.of("logs");
        List<String> command = WorkerCommand.of(4000, List.of("-Dsome=thing", "-Xmx90m"), List.of(), folder);
        assertThat(mebibytes(command, "-Xmx")).isEqualTo(90);
        assertThat(mebibytes(command, "-XX:MaxNewSize=")).isEqualTo(30);
    }

    /** Of the last one, which counts. */
    private static long mebibytes(List<String> command, String flag) {
        String value = command.stream()
                .filter(word -> word.startsWith(flag))
                .reduce((_, last) -> last)
                .orElseThrow();
        return Long.parseLong(value.substring(flag.length(), value.length() - 1));
    }
}

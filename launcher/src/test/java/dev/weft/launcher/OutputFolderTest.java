package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    private static final int PART = 1 << 20;

    @TempDir
    private Path folder;

    /** 0, 3, 6 and so on. */
    private record Thirds(int size) implements Ids {
        @Override
        public long id(int index) {
            return 3L * index;
        }
    }

    @Test
    void partsOneAfterAnotherAreTheFile() throws Exception {
        var column = new Column.Longs(new Thirds(2 * PART + 5), new long[2 * PART + 5]);
        for (int i = 0; i < column.values().length; i++) {
            column.values()[i] = i % 7;
        }
        Path file = folder.resolve("all.txt");
        ColumnOutput.named("--output", file.toString()).write(column);
        ColumnOutput.named("--output", folder.resolve("parts") + "/").write(column);
        Path joined = folder.resolve("joined.txt");
        assertThat(linesOfParts(joined)).containsExactly((long) PART, (long) PART, 5L);
        assertThat(Files.mismatch(joined, file)).isEqualTo(-1);
        assertThat(folder.resolve("parts/_SUCCESS")).isEmptyFile();
    }

    /** Joins them, too. */
    private List<Long> linesOfParts(Path joined) throws IOException {
        var counts = new ArrayList<Long>();
        try (Stream<Path> files = Files.list(folder.resolve("parts"));
                OutputStream out = Files.newOutputStream(joined)) {
            for (Path part : files.filter(OutputFolderTest::isPart).sorted().toList()) {
                Files.copy(part, out);
                try (Stream<String> lines = Files.lines(part)) {
                    counts.add(lines.count());
                }
            }
        }
        return counts;
    }

    private static boolean isPart(Path file) {
        return file.getFileName().toString().startsWith("part-");
    }
}

package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where results go, and how they look there. */
class ResultsTest {
    @TempDir
    Path folder;

    @Test
    void outputHasALineForEachId() throws Exception {
        var file = folder.resolve("scores.txt");
        var call = Call.weft("run", "scores", "--ranks", "2", "--output", file.toString());
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(file).hasContent("10 0.5\n20 2.0\n30 infinity\n40 2.0\n50 -1.0E-9\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void resultChoosesTheColumn() throws Exception {
        var file = folder.resolve("levels.txt");
        Call.weft("run", "scores", "--result", "level", "--output", file.toString());
        assertThat(file).hasContent("10 3\n20 1\n30 9223372036854775807\n40 0\n50 1\n");
    }

    @Test
    void outputReplacesAFile() throws Exception {
        var file = folder.resolve("levels.txt");
        Files.writeString(file, "before");
        Call.weft("run", "levels", "--output", file.toString());
        assertThat(file).hasContent("10 7\n20 8\n");
    }

    @Test
    void numpyFilesHaveFormatOne() throws Exception {
        var doubles = folder.resolve("scores.npy");
        var longs = folder.resolve("levels.npy");
        Call.weft("run", "scores", "--output", doubles.toString());
        Call.weft("run", "levels", "--output", longs.toString());
        assertNumpy(doubles, "<f8", 5).isEqualTo(Double.doubleToLongBits(0.5));
        assertNumpy(longs, "<i8", 2).isEqualTo(7);
    }

    @Test
    void parquetFilesHoldIdAndValue() throws Exception {
        var file = folder.resolve("scores.parquet");
        var call = Call.weft("run", "scores", "--ranks", "2", "--output", file.toString());
        assertThat(call.exitCode()).as(call.err()).isZero();
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).startsWith("PAR1").endsWith("PAR1").contains("id").contains("value");
        var values = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes)
                .contains(text(values.putLong(0, 10).putLong(Long.BYTES, 20)))
                .contains(text(values.putDouble(0, 0.5).putDouble(Long.BYTES, 2.0)));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    @Test
    void aFolderHoldsPartsAndAWordThatAllAreThere() throws Exception {
        String name = folder.resolve("parts") + "/";
        var call = Call.weft("run", "scores", "--output", name);
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(folder.resolve("parts/part-00000")).hasContent("10 0.5\n20 2.0\n30 infinity\n40 2.0\n50 -1.0E-9\n");
        assertThat(folder.resolve("parts/_SUCCESS")).isEmptyFile();
        try (var files = Files.list(folder.resolve("parts"))) {
            assertThat(files).hasSize(2);
        }
        var again = Call.weft("run", "scores", "--output", name);
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("is not empty, it has _SUCCESS: name a new folder, or empty this one");
    }

    @Test
    void aFolderMayBeThereIfItIsEmpty() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(Call.weft("run", "levels", "--output", empty.toString()).exitCode())
                .isZero();
        assertThat(empty.resolve("part-00000")).hasContent("10 7\n20 8\n");
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(Call.weft("run", "levels", "--output", file + "/").err()).contains("is a file: leave the slash out");
        assertThat(Call.weft("run", "levels", "--output", folder.resolve("no/such/folder") + "/")
                        .err())
                .contains("there is no folder " + folder.resolve("no/such"));
    }

    /** Checks the header, and gives the first value's bits. */
    private static org.assertj.core.api.AbstractLongAssert<?> assertNumpy(Path file, String type, int size)
            throws Exception {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.get() & 0xff).isEqualTo(0x93);
        var magic = new byte[7];
        bytes.get(magic);
        assertThat(magic).containsExactly('N', 'U', 'M', 'P', 'Y', 1, 0);
        var header = new byte[bytes.getShort()];
        bytes.get(header);
        assertThat(bytes.position() % 64).isZero();
        assertThat(bytes.remaining()).isEqualTo(8 * size);
        assertThat(new String(header, StandardCharsets.US_ASCII).strip())
                .isEqualTo("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + size + ",), }");
        return assertThat(bytes.getLong());
    }

    @Test
    void topIsATable() {
        var call = Call.weft("run", "scores", "--top", "3", "--quiet");
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).startsWith("""
                        vertex     score
                        vertex-30  infinity
                        vertex-20  2.0
                        vertex-40  2.0
                        """);
    }

    @Test
    void topOfFewerRowsIsAllRows() {
        assertThat(Call.weft("run", "levels", "--top", "9", "--quiet").out()).isEqualTo("""
                        vertex     level
                        vertex-20  8
                        vertex-10  7
                        """);
    }

    @Test
    void singleValuesArePrinted() {
        assertThat(Call.weft("run", "silent", "--quiet").out()).isEqualTo("answer  42\n");
    }

    @Test
    void noColumnForOutputIsAFailure() {
        var call = Call.weft("run", "silent", "--top", "3", "--quiet");
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err())
                .isEqualTo("weft: silent gave no result for each vertex, only answer: leave out --output and --top\n");
    }

    @Test
    void argumentsReachTheProgram() {
        assertThat(Call.weft("run", "scores", "--graph", "a.csv", "--undirected", "--quiet")
                        .out())
                .contains("graph  a.csv false\n");
        assertThat(Call.weft("run", "scores", "--set", "graph=b=c", "--quiet").out())
                .contains("graph  b=c unsaid\n");
        assertThat(Call.weft("run", "choosy", "--source=-5", "--quiet").out()).isEqualTo("source  -5\n");
    }
}

package dev.weft.graph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ColumnFileTest {
    private static final int PARTITION = 7;

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("part-7.weft");
    }

    private StoredFile write(byte[] bytes, int[] ints, double[] doubles) throws IOException {
        long[] lengths = {bytes.length, 4L * ints.length, 8L * doubles.length};
        try (ColumnFileWriter file = ColumnFileWriter.to(path(), "me", PARTITION, lengths)) {
            file.put(bytes, ColumnType.UINT8);
            file.put(ints, ColumnType.INT32);
            file.put(doubles, ColumnType.FLOAT64);
            return file.finish(false);
        }
    }

    private void assertReads(StoredFile stored, byte[] bytes, int[] ints, double[] doubles) throws IOException {
        try (ColumnFile file = ColumnFile.open(path(), PARTITION, 3, stored)) {
            var readBytes = new byte[bytes.length];
            var readInts = new int[ints.length];
            var readDoubles = new double[doubles.length];
            file.read(0, readBytes, ColumnType.UINT8);
            file.read(1, readInts, ColumnType.INT32);
            file.requireLength(2, 8L * doubles.length);
            file.read(2, readDoubles, ColumnType.FLOAT64);
            assertThat(readBytes).isEqualTo(bytes);
            assertThat(readInts).isEqualTo(ints);
            assertThat(readDoubles).isEqualTo(doubles);
            assertThat(file.bytes()).isEqualTo(Files.size(path())).isEqualTo(stored.bytes());
        }
    }

    /** Around the size of a block, too. */
    @Test
    void whatWasWrittenIsRead() throws IOException {
        int block = ColumnPlaces.BLOCK_BYTES;
        for (int count : new int[] {0, 1, 63, 64, 1000, block / 4 - 1, block / 4, block / 4 + 1, block + 5}) {
            var random = new Random(count);
            var bytes = new byte[count];
            random.nextBytes(bytes);
            int[] ints = random.ints(count).toArray();
            double[] doubles = random.doubles(count / 3).toArray();
            assertReads(write(bytes, ints, doubles), bytes, ints, doubles);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).as("nothing else is left").hasSize(1);
        }
    }

    @Test
    void noChangeOfABitOrOfTheLengthGoesUnnoticed() throws IOException {
        var bytes = new byte[70];
        int[] ints = {1, -2, 3};
        double[] doubles = {0.5};
        StoredFile stored = write(bytes, ints, doubles);
        byte[] good = Files.readAllBytes(path());
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % Byte.SIZE);
            assertRefused(stored, bad, "changed at " + at, bytes, ints, doubles);
            assertRefused(stored, Arrays.copyOf(good, at), "cut at " + at, bytes, ints, doubles);
        }
        assertRefused(stored, Arrays.copyOf(good, good.length + 64), "longer", bytes, ints, doubles);
    }

    private void assertRefused(StoredFile stored, byte[] bad, String what, byte[] bytes, int[] ints, double[] doubles)
            throws IOException {
        Files.write(path(), bad);
        assertThatThrownBy(() -> assertReads(stored, bytes, ints, doubles))
                .as(what)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("part-7.weft");
    }

    @Test
    void anUnfinishedFileLeavesNothing() throws IOException {
        try (ColumnFileWriter file = ColumnFileWriter.to(path(), "me", PARTITION, 4, 4)) {
            file.put(new int[1], ColumnType.INT32);
            assertThat(path()).doesNotExist();
            assertThatThrownBy(() -> file.finish(false)).hasMessageContaining("columns=1");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).isEmpty();
        }
    }
}

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
class StoreTest {
    private static final long MAGIC = 0x1234_5678_9abc_def0L;

    @TempDir
    Path folder;

    private Path written(int[] numbers, long last) throws IOException {
        Path path = folder.resolve("numbers");
        try (StoreWriter file = StoreWriter.to(path, "me", MAGIC, 1)) {
            file.putInt(numbers.length);
            file.putInts(numbers);
            file.putText("dev.weft.Größe");
            file.putLong(last);
            file.finish();
        }
        return path;
    }

    private static int[] read(Path path, long last) throws IOException {
        try (StoreReader file = StoreReader.of(path, MAGIC, 1)) {
            var numbers = new int[file.takeCount(Integer.BYTES)];
            file.takeInts(numbers);
            assertThat(file.takeText()).isEqualTo("dev.weft.Größe");
            file.require("last", file.takeLong(), last);
            file.finish();
            assertThat(file.bytes()).isEqualTo(Files.size(path));
            return numbers;
        }
    }

    /** Around the size of a buffer, too. */
    @Test
    void whatWasWrittenIsRead() throws IOException {
        int buffer = StoreWriter.BUFFER_BYTES / Integer.BYTES;
        for (int count : new int[] {0, 1, 1000, buffer - 12, buffer - 8, buffer - 4, buffer, 3 * buffer + 1}) {
            int[] numbers = new Random(count).ints(count).toArray();
            assertThat(read(written(numbers, count), count))
                    .as("count=" + count)
                    .isEqualTo(numbers);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).as("nothing else is left").hasSize(1);
        }
    }

    /** Bytes put the doubles behind them at any place in a buffer. */
    @Test
    void bytesAndDoublesAreRead() throws IOException {
        int buffer = StoreWriter.BUFFER_BYTES;
        for (int count : new int[] {0, 1, 7, buffer - 13, buffer - 12, buffer - 5, buffer, 2 * buffer + 3}) {
            var random = new Random(count);
            var bytes = new byte[count];
            random.nextBytes(bytes);
            double[] doubles = random.doubles(count / 4).toArray();
            Path path = folder.resolve("weights");
            try (StoreWriter file = StoreWriter.to(path, "me", MAGIC, 1)) {
                file.putBytes(bytes);
                file.putDoubles(doubles);
                file.finish();
            }
            var readBytes = new byte[count];
            var readDoubles = new double[doubles.length];
            try (StoreReader file = StoreReader.of(path, MAGIC, 1)) {
                file.takeBytes(readBytes);
                file.takeDoubles(readDoubles);
                file.finish();
            }
            assertThat(readBytes).as("count=" + count).isEqualTo(bytes);
            assertThat(readDoubles).as("count=" + count).isEqualTo(doubles);
        }
    }

    @Test
    void noChangeOfAByteOrOfTheLengthGoesUnnoticed() throws IOException {
        Path path = written(new Random(1).ints(20).toArray(), 7);
        byte[] good = Files.readAllBytes(path);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % Byte.SIZE);
            assertRefused(path, bad, "changed at " + at);
            assertRefused(path, Arrays.copyOf(good, at), "cut at " + at);
        }
        assertRefused(path, Arrays.copyOf(good, good.length + 1), "longer");
    }

    private static void assertRefused(Path path, byte[] bytes, String what) throws IOException {
        Files.write(path, bytes);
        assertThatThrownBy(() -> read(path, 7))
                .as(what)
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(IOException.class),
                        thrown -> assertThat(thrown)
                                .as("a text that was not yet checked")
                                .isInstanceOf(AssertionError.class));
    }

    @Test
    void anUnfinishedFileLeavesNothing() throws IOException {
        try (StoreWriter file = StoreWriter.to(folder.resolve("numbers"), "me", MAGIC, 1)) {
            file.putInt(1);
            assertThat(folder.resolve("numbers")).doesNotExist();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).isEmpty();
        }
    }

    @Test
    void anotherVersionIsRefusedByItsNumber() throws IOException {
        Path path = written(new int[0], 0);
        assertThatThrownBy(() -> StoreReader.of(path, MAGIC, 2)).hasMessageContaining("version=1 != 2");
    }
}

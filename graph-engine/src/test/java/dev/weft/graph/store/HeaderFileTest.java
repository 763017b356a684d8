package dev.weft.graph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HeaderFileTest {
    @TempDir
    Path folder;

    private static GraphHeader header() {
        return new GraphHeader(
                true,
                5,
                2,
                -7,
                List.of(
                        Column.required("order", Column.Of.IDS, ColumnType.INT32),
                        new Column("colour", Column.Of.IN_EDGES, 99, true)),
                new int[] {0, 3, 3, 4},
                new int[] {4, 0, 1},
                new int[] {3, 0, 2},
                new StoredFile(128, 17),
                List.of(new StoredFile(64, 1), StoredFile.NONE, new StoredFile(192, -1)));
    }

    private byte[] written() throws IOException {
        header().write(folder, false);
        return Files.readAllBytes(folder.resolve(GraphHeader.NAME));
    }

    private GraphHeader read(byte[] bytes) throws IOException {
        Files.write(folder.resolve(GraphHeader.NAME), bytes);
        return GraphHeader.read(folder);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        GraphHeader read = read(written());
        assertThat(read).usingRecursiveComparison().isEqualTo(header());
        assertThat(read.digest()).isEqualTo(header().digest());
        assertThat(read.find("colour", Column.Of.IN_EDGES))
                .hasValueSatisfying(place -> assertThat(place.index()).isZero());
        assertThat(read.find("colour", Column.Of.OUT_EDGES)).isEmpty();
    }

    @Test
    void noChangeOfABitOrOfTheLengthGoesUnnoticed() throws IOException {
        byte[] good = written();
        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            byte[] bad = good.clone();
            bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertRefused(bad, "bit " + bit);
        }
        for (int length = 0; length < good.length; length++) {
            assertRefused(Arrays.copyOf(good, length), "cut at " + length);
        }
        assertRefused(Arrays.copyOf(good, good.length + 1), "longer");
    }

    private void assertRefused(byte[] bytes, String what) {
        assertThatThrownBy(() -> read(bytes))
                .as(what)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(GraphHeader.NAME);
    }

    @Test
    void anotherVersionIsRefusedByItsNumber() throws IOException {
        byte[] bytes = written();
        bytes[8] = 2;
        assertThatThrownBy(() -> read(sealed(bytes)))
                .hasMessageContaining("graph.weft has version=2 of the binary graph, and this Weft reads version=1");
    }

    /** Numbers that nobody wrote, under a right checksum: a header or an error, never anything else. */
    @Test
    void noHeaderBreaksTheReader() throws IOException {
        byte[] good = written();
        int readable = 0;
        for (int seed = 0; seed < 5000; seed++) {
            var random = new Random(seed);
            byte[] bad = Arrays.copyOf(good, good.length - (random.nextInt(4) == 0 ? random.nextInt(60) : 0));
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = 12 + random.nextInt(bad.length - 16);
                bad[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (random.nextBoolean() ? 0xff : 0);
            }
            try {
                GraphHeader header = read(sealed(bad));
                assertThat(header.partitionCount()).as("seed=" + seed).isPositive();
                readable++;
            } catch (IOException e) {
                assertThat(e).as("seed=" + seed).hasMessageContaining(GraphHeader.NAME);
            }
        }
        assertThat(readable).as("some changes are of numbers that may be any").isBetween(100, 4000);
    }

    /** With the checksum that goes with the bytes. */
    private static byte[] sealed(byte[] bytes) {
        var checksum = new CRC32C();
        int end = bytes.length - Integer.BYTES;
        checksum.update(bytes, 0, end);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(end, (int) checksum.getValue());
        return bytes;
    }
}

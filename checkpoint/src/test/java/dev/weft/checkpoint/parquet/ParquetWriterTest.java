package dev.weft.checkpoint.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The frame of a file; that others read what is in it, the graph engine's tests of its Parquet reader show. */
class ParquetWriterTest {
    private static ByteBuffer written(int rows) throws IOException {
        var out = new ByteArrayOutputStream();
        ParquetWriter.write(
                out,
                rows,
                List.of(new ParquetColumn.Longs("id", row -> row), new ParquetColumn.Doubles("value", row -> -row)));
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void theFooterIsWhereItsLengthSays() throws IOException {
        for (int rows : new int[] {0, 1, 1000, (1 << 16) + 1}) {
            ByteBuffer file = written(rows);
            int footer = file.getInt(file.limit() - 8);
            String text = StandardCharsets.ISO_8859_1.decode(file.duplicate()).toString();
            assertThat(text).startsWith("PAR1").endsWith("PAR1");
            String metadata = text.substring(text.length() - 8 - footer, text.length() - 8);
            assertThat(metadata).startsWith("\u0015\u0002").contains("id", "value", "weft");
            assertThat(text.length() - 8 - footer).isGreaterThanOrEqualTo(4 + 2 * 8 * rows);
        }
    }

    @Test
    void aFileIsAFunctionOfItsRows() throws IOException {
        assertThat(written(70_000)).isEqualTo(written(70_000));
    }

    /** The examples of the specification of Thrift's compact protocol: zigzag, lengths of one byte and more, long lists. */
    @Test
    void thriftIsCompact() {
        assertThat(new ThriftStruct().putInt(1, -1).putLong(3, 150).toBytes())
                .containsExactly(0x15, 1, 0x26, 0xac, 2, 0);
        assertThat(new ThriftStruct().put(4, "ab").toBytes()).containsExactly(0x48, 2, 'a', 'b', 0);
        assertThat(new ThriftStruct().putInts(1, List.of(1, 2)).toBytes()).containsExactly(0x19, 0x25, 2, 4, 0);
        byte[] many = new ThriftStruct().putInts(1, Collections.nCopies(200, 0)).toBytes();
        assertThat(many).startsWith(0x19, 0xf5, 200, 1).hasSize(205);
    }
}

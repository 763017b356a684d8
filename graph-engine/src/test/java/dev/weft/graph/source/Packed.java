package dev.weft.graph.source;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bytes compressed in several members or frames, cut anywhere. */
enum Packed {
    GZIP(".gz") {
        @Override
        OutputStream over(OutputStream out) throws IOException {
            return new GZIPOutputStream(out);
        }
    },
    ZSTD(".zst") {
        @Override
        OutputStream over(OutputStream out) throws IOException {
            return new ZstdOutputStream(out).setChecksum(true);
        }
    };

    final String ending;

    Packed(String ending) {
        this.ending = ending;
    }

    abstract OutputStream over(OutputStream out) throws IOException;

    byte[] bytes(byte[] plain, int members, Random random) {
        var packed = new ByteArrayOutputStream();
        int from = 0;
        try {
            for (int member = 1; member <= members; member++) {
                int to = member == members ? plain.length : from + random.nextInt(plain.length - from + 1);
                try (OutputStream out = over(packed)) {
                    out.write(plain, from, to - from);
                }
                from = to;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}

package dev.weft.graph.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Skipped lines as the bytes that workers send each other. */
final class SkippedLinesForm {
    private SkippedLinesForm() {}

    static byte[] bytes(SkippedLines skipped) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(skipped.count());
            out.writeInt(skipped.first().size());
            for (SkippedLines.Line line : skipped.first()) {
                out.writeBoolean(line.ofEdges());
                out.writeInt(line.file());
                out.writeLong(line.position());
                out.writeUTF(line.complaint());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static SkippedLines of(byte[] bytes, int offset, int length) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length))) {
            long count = in.readLong();
            int told = in.readInt();
            List<SkippedLines.Line> first = new ArrayList<>(told);
            for (int i = 0; i < told; i++) {
                first.add(new SkippedLines.Line(in.readBoolean(), in.readInt(), in.readLong(), in.readUTF()));
            }
            return new SkippedLines(count, List.copyOf(first));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

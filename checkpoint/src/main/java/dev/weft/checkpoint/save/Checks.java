package dev.weft.checkpoint.save;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** The checks of a part: the CRC32C of each MiB. */
final class Checks {
    private Checks() {}

    static int[] of(MemorySegment stored) {
        var checks = new int[Math.toIntExact(Math.ceilDiv(stored.byteSize(), (long) Part.CHUNK_BYTES))];
        var crc = new CRC32C();
        for (int i = 0; i < checks.length; i++) {
            long from = (long) i * Part.CHUNK_BYTES;
            long bytes = Math.min(Part.CHUNK_BYTES, stored.byteSize() - from);
            crc.reset();
            crc.update(stored.asSlice(from, bytes).asByteBuffer());
            checks[i] = (int) crc.getValue();
        }
        return checks;
    }

    /** @throws DamagedException naming the first MiB that differs */
    static void require(Part part, MemorySegment stored) {
        int[] found = of(stored);
        if (found.length != part.checks().length) {
            throw new DamagedException(
                    where(part) + " has " + found.length + " MiB, its manifest " + part.checks().length + " checks");
        }
        for (int i = 0; i < found.length; i++) {
            if (found[i] != part.checks()[i]) {
                throw new DamagedException(
                        where(part) + " is damaged in its MiB " + i + ": its CRC32C is " + Integer.toHexString(found[i])
                                + ", the manifest has " + Integer.toHexString(part.checks()[i]));
            }
        }
    }

    static String where(Part part) {
        return "partition " + part.partition() + ", at " + part.offset() + " in " + part.object() + ",";
    }
}

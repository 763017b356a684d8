package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import java.lang.foreign.MemorySegment;

/** Moves objects of any length in parts, several at a time, without a copy of the whole. */
public final class Transfers {
    /** As far as S3's 10,000 parts reach (160 GB): longer parts only beyond. */
    static final long PART_BYTES = 16L << 20;

    private Transfers() {}

    /** The length of parts for an object of so many bytes: whole MiB, so that at most 10,000 are needed. */
    public static long partBytes(long bytes) {
        long least = Math.ceilDiv(bytes, (long) UploadParts.MOST_PARTS);
        return Math.max(PART_BYTES, Math.ceilDiv(least, 1L << 20) << 20);
    }

    /** Writes an object: in one call if it is short. Of what fails midway nothing is seen. */
    public static void put(ObjectStore store, String key, Body body, int parallel) throws StoreException {
        if (body.length() <= PART_BYTES) {
            store.put(key, body);
            return;
        }
        long partBytes = partBytes(body.length());
        int parts = Math.toIntExact(Math.ceilDiv(body.length(), partBytes));
        try (var upload = store.upload(key, partBytes)) {
            Lines.forEach(parts, parallel, number -> {
                long offset = number * partBytes;
                upload.part(number, body.slice(offset, Math.min(partBytes, body.length() - offset)));
            });
            upload.complete(parts);
        }
    }

    /** Fills a segment with the object's bytes from the offset on. */
    public static void read(ObjectStore store, String key, long offset, MemorySegment into, int parallel)
            throws StoreException {
        int pieces = Math.toIntExact(Math.ceilDiv(into.byteSize(), PART_BYTES));
        Lines.forEach(pieces, parallel, number -> {
            long start = number * PART_BYTES;
            store.read(key, offset + start, into.asSlice(start, Math.min(PART_BYTES, into.byteSize() - start)));
        });
    }
}

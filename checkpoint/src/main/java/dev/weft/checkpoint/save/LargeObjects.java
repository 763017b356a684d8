package dev.weft.checkpoint.save;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import java.util.ArrayList;
import java.util.concurrent.Callable;

/** Writes objects of any length: long ones in parts, some at a time. */
final class LargeObjects {
    private static final long PART_BYTES = 16 << 20;
    private static final long LONG = 2 * PART_BYTES;

    private LargeObjects() {}

    static void put(ObjectStore store, String key, Body body) throws StoreException {
        if (body.length() < LONG) {
            store.put(key, body);
            return;
        }
        try (var upload = store.upload(key, PART_BYTES)) {
            int parts = Math.toIntExact(Math.ceilDiv(body.length(), PART_BYTES));
            var sending = new ArrayList<Callable<Void>>();
            for (int number = 0; number < parts; number++) {
                int part = number;
                long offset = part * PART_BYTES;
                long bytes = Math.min(PART_BYTES, body.length() - offset);
                sending.add(() -> {
                    upload.part(part, body.slice(offset, bytes));
                    return null;
                });
            }
            StoreCalls.together(sending);
            upload.complete(parts);
        }
    }
}

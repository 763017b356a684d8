package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which parts of an upload are there; refuses what no store would put together as it is meant. */
public final class UploadParts {
    /** S3's limits, held everywhere. */
    public static final long LEAST_BYTES = 5L << 20;

    public static final long MOST_BYTES = 5L << 30;
    public static final int MOST_PARTS = 10_000;

    private final String key;
    private final long partBytes;
    private final SortedMap<Integer, Long> lengths = new TreeMap<>();

    public UploadParts(String key, long partBytes) {
        if (partBytes < LEAST_BYTES || partBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "partBytes=" + partBytes + " of key=" + key + " is not from " + LEAST_BYTES + " to " + MOST_BYTES);
        }
        this.key = key;
        this.partBytes = partBytes;
    }

    /** Where a part begins in the object. */
    public long offset(int number, Body part) {
        if (number < 0 || number >= MOST_PARTS) {
            throw new IllegalArgumentException(
                    "part=" + number + " of key=" + key + " is not from 0 to " + (MOST_PARTS - 1));
        }
        if (part.length() > partBytes) {
            throw new IllegalArgumentException(
                    "part=" + number + " of key=" + key + " has " + part.length() + " bytes > partBytes=" + partBytes);
        }
        return number * partBytes;
    }

    public synchronized void written(int number, Body part) {
        lengths.put(number, part.length());
    }

    /** How many there are so far. */
    public synchronized long bytes() {
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    /** That the parts are 0 to count - 1, all full but the last. */
    public synchronized void check(int count) {
        if (count < 1 || lengths.size() != count || lengths.lastKey() != count - 1) {
            throw new IllegalStateException(
                    "key=" + key + " should have " + count + " parts, it has those of numbers " + lengths.keySet());
        }
        for (var part : lengths.headMap(count - 1).entrySet()) {
            if (part.getValue() != partBytes) {
                throw new IllegalStateException("part=" + part.getKey() + " of key=" + key + " has " + part.getValue()
                        + " bytes, not partBytes=" + partBytes + ": only the last may be shorter");
            }
        }
    }
}

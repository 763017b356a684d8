package dev.weft.checkpoint.save;

/**
 * Where one partition's block of a checkpoint lies.
 *
 * @param object the key of the object that holds it, below the job's
 * @param offset of its first byte in the object
 * @param storedBytes that it takes there
 * @param blockBytes its length when unpacked
 * @param packed whether it is stored as a zstd frame
 * @param digest of the unpacked block
 * @param checks the CRC32C of each MiB as stored, the last one shorter
 */
public record Part(
        int partition,
        String object,
        long offset,
        long storedBytes,
        long blockBytes,
        boolean packed,
        long digest,
        int[] checks) {
    /** Of {@link #checks}. */
    static final int CHUNK_BYTES = 1 << 20;
}

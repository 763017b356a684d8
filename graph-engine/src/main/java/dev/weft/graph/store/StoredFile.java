package dev.weft.graph.store;

/**
 * What a header knows of another file of the graph.
 *
 * @param bytes its length; 0 where there is no file
 * @param digest CRC-32C of its head, which has the checksums of all else
 */
public record StoredFile(long bytes, int digest) {
    public static final StoredFile NONE = new StoredFile(0, 0);
}

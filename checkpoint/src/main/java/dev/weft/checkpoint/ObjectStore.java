package dev.weft.checkpoint;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A flat space of named, whole objects: a folder, a bucket, a map in memory. Open one by {@link ObjectStores}.
 *
 * <p>A key has segments of ASCII letters, digits and {@code . _ = + @ -} with {@code /} between them; a segment doesn't begin with a dot. An object is
 * seen whole or not at all, by everyone, from the moment that the call which made it returns. There is no compare-and-swap: protocols build on
 * {@link #create} alone.
 *
 * <p>Every call runs in the caller's thread and has ended when it returns or throws: nobody reads or writes the caller's memory afterwards. All calls may come
 * from many threads. An interrupt ends a call by {@link StoreException.Kind#INTERRUPTED}, the thread's flag set.
 */
public interface ObjectStore extends AutoCloseable {
    /** The most objects that one {@link #list} gives. */
    int PAGE = 1000;

    /** An object as a listing shows it. */
    record Entry(String key, long bytes) {}

    /**
     * Writes an object, in place of what had this key. A write that failed may still happen later, so writers that must not undo each other use different
     * keys. Long bodies go by {@link #upload}.
     */
    void put(String key, Body body) throws StoreException;

    /**
     * Writes an object if there is none with this key.
     *
     * <p>Where an answer got lost, a store that retries tells its own object from another's by its bytes: callers that compete make theirs different.
     *
     * @param body a few MiB at most
     * @return whether this call wrote it; of all callers for a key, exactly one sees true
     * @throws StoreException {@linkplain StoreException#undecided() undecided} if the object may have been written, or may yet be
     */
    boolean create(String key, Body body) throws StoreException;

    /** A small object's bytes, if there is one. */
    Optional<byte[]> get(String key) throws StoreException;

    /** An object's length in bytes, if there is one. */
    OptionalLong size(String key) throws StoreException;

    /**
     * Fills a segment with the object's bytes from the offset on.
     *
     * @throws StoreException {@code ABSENT} if there is no object, {@code TRUNCATED} if it ends before the segment does
     */
    void read(String key, long offset, MemorySegment into) throws StoreException;

    /**
     * Objects whose key begins with the prefix and is greater than {@code after}, in ascending (ASCII) order of keys.
     *
     * @param after a key, or "" to begin with the first
     * @param limit from 1 to {@link #PAGE}; fewer than this many are the last ones
     */
    List<Entry> list(String prefix, String after, int limit) throws StoreException;

    /** Removes an object, if there is one. */
    void delete(String key) throws StoreException;

    /**
     * Begins an object that is written in parts, in any order and by many threads; it appears when it is completed.
     *
     * @param partBytes the length of every part but the last: from 5 MiB to 5 GiB, as S3 has it
     */
    Upload upload(String key, long partBytes) throws StoreException;

    /**
     * Removes what writers left that began before that time and never ended (killed, cut off): temporary files, parts of uploads.
     *
     * @return how many leftovers there were
     */
    int sweep(Instant before) throws StoreException;

    /** Where this store is, as messages name it. */
    @Override
    String toString();

    @Override
    void close();
}

package dev.weft.checkpoint;

/** An object that is being written in parts. Closing it before it is complete throws its parts away. */
public interface Upload extends AutoCloseable {
    /**
     * Writes a part; again if it is written again.
     *
     * @param number from 0, without gaps; all parts but the last have the length that the upload began with
     */
    void part(int number, Body part) throws StoreException;

    /**
     * Makes the object appear, whole, under its key.
     *
     * @param parts how many there are
     */
    void complete(int parts) throws StoreException;

    @Override
    void close() throws StoreException;
}

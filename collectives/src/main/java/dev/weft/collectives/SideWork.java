package dev.weft.collectives;

/**
 * Work that a rank does on its thread while a call of its communicator waits for other ranks ({@link
 * Communicator#whileWaiting}): in short pieces, since the call goes on only between two of them. It makes no calls of a
 * communicator.
 */
public interface SideWork {
    /** Looked at in every turn of a wait: as cheap as that. */
    boolean hasWork();

    /** Does a piece; nothing if others took the work meanwhile. */
    void work();
}

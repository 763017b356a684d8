package dev.weft.runtime.threads;

/** Holds the rules of who may begin a loop, and when. Reads and writes are the owner's, or ordered by the claim of a chunk. */
final class LoopGuard {
    private final Thread owner = Thread.currentThread();
    private boolean looping;

    void begin(int chunks) {
        if (chunks < 0) {
            throw new IllegalArgumentException("chunks=" + chunks + " < 0");
        }
        if (looping) {
            throw new IllegalStateException(
                    "forEachChunk is called from inside a chunk: end the outer loop first, or do the inner one as a plain loop");
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("forEachChunk is called on thread \""
                    + Thread.currentThread().getName() + "\": call it on the program's own thread, \"" + owner.getName()
                    + "\"");
        }
        looping = true;
    }

    void end() {
        looping = false;
    }

    Thread owner() {
        return owner;
    }
}

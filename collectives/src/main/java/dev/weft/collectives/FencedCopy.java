package dev.weft.collectives;

import java.lang.invoke.VarHandle;

/** Copies out of arrays that other ranks have lent. */
final class FencedCopy {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Failure failure;

    FencedCopy(Failure failure) {
        this.failure = failure;
    }

    /** Looks at the fence between two chunks, so that a long copy ends with the epoch too. */
    void copy(ElementType type, Object from, int fromOffset, Object into, int intoOffset, int count) {
        int chunk = type.countIn(CHUNK_BYTES);
        for (int done = 0; done < count; ) {
            failure.check();
            int length = Math.min(chunk, count - done);
            System.arraycopy(from, fromOffset + done, into, intoOffset + done, length);
            done += length;
        }
    }

    /**
     * Checks that what was read was still lent: a rank that the fence drove out of its call uses its array again. The
     * barrier keeps the reads before the check.
     */
    void checkRead() {
        VarHandle.acquireFence();
        failure.check();
    }
}

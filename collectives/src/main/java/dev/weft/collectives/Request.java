package dev.weft.collectives;

/**
 * A call that has begun. Until it has ended, what it sends must not be changed and what it receives not be looked at.
 * Used by its rank's thread only. Every request is awaited, or tested until it is done.
 */
public interface Request {
    /** A call that was over at once. */
    Request DONE = new Request() {
        @Override
        public boolean test() {
            return true;
        }

        @Override
        public int await() {
            return 0;
        }
    };

    /** Moves on what is on its way; true if the call has ended. A failure is told by {@link #await}. */
    boolean test();

    /**
     * Returns when the call has ended.
     *
     * @return how many elements a receive got; 0 of any other call
     */
    int await();

    /** Awaits them one after the other; they may end in any order. */
    static void awaitAll(Request... requests) {
        for (Request request : requests) {
            request.await();
        }
    }
}

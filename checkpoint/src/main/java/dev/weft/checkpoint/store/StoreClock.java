package dev.weft.checkpoint.store;

/** Time as a layer sees it: the system's, or a test's. */
public interface StoreClock {
    StoreClock SYSTEM = new StoreClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        }
    };

    long nanoTime();

    void sleep(long nanos) throws InterruptedException;
}

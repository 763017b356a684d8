package dev.weft.runtime.rank;

/** A message to a rank that waits for its answer. Either method is called once, on any thread, and returns at once. */
public interface Mail {
    byte[] message();

    void answer(byte[] answer);

    void fail(Throwable cause);
}

package dev.weft.collectives.recovery;

/**
 * A call that a rank waits in.
 *
 * @param number which of the rank's waits it is: a later one has a higher number
 * @param call the call and its line in the program, as in {@code receive(int[4], source=1, tag=7) at user.A.main(A.java:10)}; of a long text
 *     only the beginning
 */
public record WaitingCall(int rank, long number, String call) {
    private static final int MAX_TEXT = 200;

    public WaitingCall {
        call = call.length() <= MAX_TEXT ? call : call.substring(0, MAX_TEXT) + "…";
    }
}

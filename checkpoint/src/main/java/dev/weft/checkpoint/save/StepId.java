package dev.weft.checkpoint.save;

/**
 * A step boundary in the life of a program.
 *
 * @param loop which of the program's loops, counted from 0
 * @param step so many of the loop's steps are done
 */
public record StepId(long loop, long step) implements Comparable<StepId> {
    /** Before the first step of all. */
    public static final StepId BEGINNING = new StepId(0, 0);

    @Override
    public int compareTo(StepId other) {
        return loop == other.loop ? Long.compare(step, other.step) : Long.compare(loop, other.loop);
    }

    @Override
    public String toString() {
        return loop == 0 ? "step " + step : "step " + step + " of loop " + loop;
    }
}

package dev.weft.runtime.threads;

import dev.weft.collectives.Fence;
import dev.weft.runtime.ChunkBody;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose chunks any thread may claim; its owner opens it again and again.
 *
 * <p>A loop is one number, the chunks that remain. The owner sets it; whoever takes it down from a positive value has claimed a chunk,
 * and a thread that comes late finds nothing to claim. A claimed chunk keeps its loop open until it is counted as done, so the loop's
 * body and size are read after the claim and stand still while they are used. An exception takes all that remain at once and counts them
 * as done.
 */
public final class ChunkLoop {
    private static final int LINE = 128 / Integer.BYTES;
    private static final int REMAINING = LINE;
    private static final int DONE = 2 * LINE;
    private static final ChunkBody NO_LOOP = (chunk, thread) -> {};

    private final Fence fence;
    private final AtomicIntegerArray counters = new AtomicIntegerArray(3 * LINE);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private ChunkBody body = NO_LOOP;
    private int chunks;

    /** Closed. */
    public ChunkLoop(Fence fence) {
        this.fence = fence;
    }

    /** Called by the owner, when the loop is closed. */
    public void open(int newChunks, ChunkBody newBody) {
        body = newBody;
        chunks = newChunks;
        failure.setPlain(null);
        counters.setPlain(DONE, 0);
        counters.set(REMAINING, newChunks);
    }

    public boolean hasWork() {
        return counters.get(REMAINING) > 0;
    }

    /**
     * Runs chunks until there is none left to claim.
     *
     * @param thread what the body is told
     * @return whether that ended the loop's last chunk
     */
    public boolean work(int thread) {
        int claimed = 0;
        int total = 0;
        try {
            int remaining;
            while ((remaining = counters.getAndDecrement(REMAINING)) > 0) {
                claimed++;
                total = chunks;
                fence.check();
                body.run(total - remaining, thread);
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
            claimed += Math.max(0, counters.getAndSet(REMAINING, 0));
        }
        return claimed > 0 && counters.addAndGet(DONE, claimed) == total;
    }

    /** Asked by the owner. */
    public boolean isDone() {
        return counters.get(DONE) == chunks;
    }

    /** Called by the owner when all is done; throws what a body has thrown, as it is. */
    public void close() {
        body = NO_LOOP;
        Throwable thrown = failure.getPlain();
        if (thrown != null) {
            throw ChunkLoop.<RuntimeException>unchanged(thrown);
        }
    }

    /** Whatever a body has thrown without declaring it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchanged(Throwable thrown) throws E {
        throw (E) thrown;
    }
}

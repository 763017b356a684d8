package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Runs programs as the ranks of one group, each in its own thread, within a time limit. */
public final class RankThreads {
    /** What one rank does. */
    public interface Program {
        void run(Communicator communicator) throws Exception;
    }

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Fence fence = new Fence();
    private final Meeting.Group group;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReferenceArray<Throwable> failures;
    private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();

    private RankThreads(GroupOptions options, List<Program> programs) {
        group = Meeting.current().group(programs.size(), fence, options);
        failures = new AtomicReferenceArray<>(programs.size());
        for (int rank = 0; rank < programs.size(); rank++) {
            Communicator communicator = group.communicator(rank);
            Program program = programs.get(rank);
            threads.add(Thread.ofPlatform().name("rank " + rank).daemon().unstarted(() -> run(communicator, program)));
        }
        threads.forEach(Thread::start);
    }

    public static RankThreads start(GroupOptions options, List<Program> programs) {
        return new RankThreads(options, programs);
    }

    public static RankThreads start(Program... programs) {
        return start(GroupOptions.forRanks(programs.length), List.of(programs));
    }

    public static RankThreads start(int size, Program program) {
        return start(GroupOptions.forRanks(size), Collections.nCopies(size, program));
    }

    /** Runs the same program on every rank to its end; the first failure is thrown. */
    public static void run(int size, Program program) {
        start(size, program).join();
    }

    /** Waits until all ranks have ended well; the first failure is thrown. */
    public void join() {
        outcomes();
        Throwable failure = firstFailure.get();
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    /** Waits until all ranks have ended, and tells how each did. */
    public List<Optional<Throwable>> outcomes() {
        List<Optional<Throwable>> outcomes = new ArrayList<>();
        for (int rank = 0; rank < threads.size(); rank++) {
            joinThread(threads.get(rank));
            outcomes.add(Optional.ofNullable(failures.get(rank)));
        }
        group.close();
        return outcomes;
    }

    public Fence fence() {
        return fence;
    }

    public Thread thread(int rank) {
        return threads.get(rank);
    }

    /** Returns when a rank's wait has become a long one. */
    public void awaitParked(int rank) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (threads.get(rank).getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).as("time until rank %d parks", rank).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void run(Communicator communicator, Program program) {
        try {
            program.run(communicator);
        } catch (Throwable failure) {
            failures.set(communicator.rank(), failure);
            firstFailure.compareAndSet(null, failure);
        } finally {
            group.leave(communicator.rank());
        }
    }

    private static void joinThread(Thread thread) {
        try {
            boolean ended = thread.join(LIMIT);
            assertThat(ended)
                    .as(() -> thread.getName() + " ends within " + LIMIT + "; it stands at "
                            + List.of(thread.getStackTrace()))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

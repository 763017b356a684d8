package dev.weft.graph;

import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Rank;
import dev.weft.runtime.ThreadTeam;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all ranks of a worker as one team, for work that is done once for the worker: its first rank leads, the others lend
 * their threads to each loop that it starts.
 */
final class WorkerTeam implements ThreadTeam {
    private static final long PARK_NANOS = 50_000;

    private final Rank rank;
    private final Crew crew;

    private WorkerTeam(Rank rank, Crew crew) {
        this.rank = rank;
        this.crew = crew;
    }

    /**
     * Runs {@code work} on the leading rank and gives its result to all ranks of the worker, also at later calls with the same key.
     * Collective among them.
     */
    static <T> T lead(Rank rank, String key, Function<ThreadTeam, T> work) {
        if (rank.count() == 1) {
            return rank.shared(key, () -> work.apply(rank.team()));
        }
        Crew crew = rank.shared(key + "/crew", Crew::new);
        var team = new WorkerTeam(rank, crew);
        if (rank.workerRank() == 0) {
            return rank.shared(key, () -> team.leading(work));
        }
        team.follow();
        return rank.shared(key, () -> {
            throw new IllegalStateException("only the leading rank makes " + key);
        });
    }

    private <T> T leading(Function<ThreadTeam, T> work) {
        T result = work.apply(this);
        crew.start(null);
        return result;
    }

    @Override
    public int size() {
        return rank.team().size() * rank.workerRanks();
    }

    @Override
    public void forEachChunk(int chunks, ChunkBody body) {
        var loop = new Loop(chunks, body, new AtomicInteger(), new AtomicInteger());
        crew.start(loop);
        join(loop);
        while (loop.joined.get() < rank.workerRanks()) {
            pause();
        }
    }

    private void follow() {
        int seen = 0;
        while (true) {
            while (crew.number.get() == seen) {
                pause();
            }
            seen++;
            Loop loop = crew.loop;
            if (loop == null) {
                return;
            }
            join(loop);
        }
    }

    private void join(Loop loop) {
        int threads = rank.team().size();
        int base = rank.workerRank() * threads;
        rank.team().forEachChunk(threads, (_, thread) -> {
            int chunk;
            while ((chunk = loop.next.getAndIncrement()) < loop.chunks) {
                rank.fence().check();
                loop.body.run(chunk, base + thread);
            }
        });
        loop.joined.incrementAndGet();
    }

    private void pause() {
        rank.fence().check();
        LockSupport.parkNanos(PARK_NANOS);
    }

    private record Loop(int chunks, ChunkBody body, AtomicInteger next, AtomicInteger joined) {}

    /** Written by the leader alone: the loop first, then its number; the next loop starts when all have joined and left this one. */
    private static final class Crew {
        final AtomicInteger number = new AtomicInteger();
        volatile @Nullable Loop loop;

        void start(@Nullable Loop next) {
            loop = next;
            number.incrementAndGet();
        }
    }
}

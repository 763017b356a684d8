package dev.weft.collectives.benchmark;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.Operation;
import dev.weft.collectives.RankGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The ranks that live in this JVM, each with a thread of its own, which sleeps between two tasks. */
final class RankTeam implements Ranks {
    private record Member(Communicator communicator, ExecutorService thread) {}

    private final Fence fence;
    private final List<Member> members;

    RankTeam(List<Communicator> communicators, Fence fence) {
        this.fence = fence;
        this.members = communicators.stream().map(RankTeam::member).toList();
    }

    /** All ranks, which meet in this JVM's memory. */
    static RankTeam inMemory(int ranks, Map<Operation, String> algorithms) {
        var fence = new Fence();
        var group = RankGroup.inMemory(ranks, fence, options(ranks, algorithms));
        return new RankTeam(
                IntStream.range(0, ranks).mapToObj(group::communicator).toList(), fence);
    }

    /** The options of the group that is measured, the same in all processes: ranks that don't fit the cores don't spin. */
    static GroupOptions options(int ranks, Map<Operation, String> algorithms) {
        GroupOptions options = GroupOptions.forRanks(ranks);
        for (var forced : algorithms.entrySet()) {
            options = options.withForced(forced.getKey(), forced.getValue());
        }
        return options;
    }

    private static Member member(Communicator communicator) {
        var name = "weft benchmark rank " + communicator.rank();
        return new Member(
                communicator,
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name(name).daemon().factory()));
    }

    @Override
    public Outcome perform(Task task) throws InterruptedException {
        List<Future<Outcome>> running = new ArrayList<>();
        for (Member member : members) {
            running.add(member.thread().submit(() -> play(task, member.communicator())));
        }
        Outcome all = new Outcome.Done();
        for (Future<Outcome> each : running) {
            all = all.and(outcome(task, each));
        }
        return all;
    }

    private Outcome play(Task task, Communicator communicator) {
        try {
            return task.play(communicator);
        } catch (Throwable failure) {
            fence.raise(new IllegalStateException("rank %d: %s".formatted(communicator.rank(), failure), failure));
            throw failure;
        }
    }

    private Outcome outcome(Task task, Future<Outcome> running) throws InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException failed) {
            Throwable first = fence.cause();
            String reason = String.valueOf(first == null ? failed.getCause() : first.getMessage());
            throw BenchmarkFailedException.midway("%s failed: %s".formatted(task, reason), failed);
        }
    }

    @Override
    public void close() {
        fence.raise(new IllegalStateException("the benchmark has ended"));
        members.forEach(member -> member.thread().shutdownNow());
    }
}

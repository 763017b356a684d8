package dev.weft.collectives;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A group of ranks that are threads of one JVM and meet in its memory. It has no threads of its own and needs no
 * closing.
 */
public final class InMemoryGroup {
    private final List<MemoryMember> members;
    private final List<Communicator> communicators;

    private InMemoryGroup(int size, Fence fence, GroupOptions options) {
        members = IntStream.range(0, size)
                .mapToObj(rank -> new MemoryMember(rank, size))
                .toList();
        var failure = new Failure(fence, options.callSites());
        var stallWatch = new StallWatch(members, failure, options.stallWarning());
        communicators = members.stream()
                .<Communicator>map(member -> {
                    var idle = new Idle(fence, options.computeThreads());
                    var waiting = new Waiting(member, failure, stallWatch, idle);
                    return new TypedCommunicator(
                            member.rank(), size, new InMemoryCalls(member, members, failure, waiting));
                })
                .toList();
    }

    /** A group whose ranks are this JVM's only compute threads. */
    public static InMemoryGroup create(int size, Fence fence) {
        return create(size, fence, GroupOptions.forRanks(size));
    }

    public static InMemoryGroup create(int size, Fence fence, GroupOptions options) {
        if (size < 1 || size > Fingerprint.MAX_RANKS) {
            throw new IllegalArgumentException("size=%d: pass 1 to %d ranks".formatted(size, Fingerprint.MAX_RANKS));
        }
        return new InMemoryGroup(size, fence, options);
    }

    public int size() {
        return members.size();
    }

    /** The communicator of one rank, the same at every call. */
    public Communicator communicator(int rank) {
        Arguments.checkRank("rank", rank, size());
        return communicators.get(rank);
    }

    /**
     * This rank's program has ended and makes no more calls. Whoever waits for it, now or later, gets a
     * {@link CollectiveMismatchException}. What it sent before can still be received. Any thread may call it.
     */
    public void leave(int rank) {
        Arguments.checkRank("rank", rank, size());
        members.get(rank).leave();
    }
}

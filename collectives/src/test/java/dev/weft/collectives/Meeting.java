package dev.weft.collectives;

import java.util.Arrays;

/**
 * Where the ranks of a test meet: in memory, or spread over processes' ends of lanes, which here all stand in one JVM.
 * A test class that takes one in its constructor runs once with each of those that it names.
 */
public enum Meeting {
    MEMORY,
    IPC,
    IPC_UNEVEN,
    UDP;

    /** A group of ranks that can leave it. */
    interface Group extends AutoCloseable {
        Communicator communicator(int rank);

        void leave(int rank);

        @Override
        void close();
    }

    private static final ThreadLocal<Meeting> CURRENT = ThreadLocal.withInitial(() -> MEMORY);

    /** Ranks that this thread starts meet here from now on. */
    void begin() {
        CURRENT.set(this);
    }

    static Meeting current() {
        return CURRENT.get();
    }

    Group group(int size, Fence fence, GroupOptions options) {
        return switch (this) {
            case MEMORY -> inMemory(RankGroup.inMemory(size, fence, options));
            case IPC -> LaneHost.of(Transport.IPC).group(alone(size), fence, options);
            case IPC_UNEVEN -> LaneHost.of(Transport.IPC).group(uneven(size), fence, options);
            case UDP -> LaneHost.of(Transport.UDP).group(alone(size), fence, options);
        };
    }

    private static Placement alone(int size) {
        int[] ones = new int[size];
        Arrays.fill(ones, 1);
        return Placement.of(ones);
    }

    /** A process without a rank, and two that share the ranks. */
    private static Placement uneven(int size) {
        return Placement.of(0, size / 2, size - size / 2);
    }

    private static Group inMemory(RankGroup group) {
        return new Group() {
            @Override
            public Communicator communicator(int rank) {
                return group.communicator(rank);
            }

            @Override
            public void leave(int rank) {
                group.leave(rank);
            }

            @Override
            public void close() {}
        };
    }
}

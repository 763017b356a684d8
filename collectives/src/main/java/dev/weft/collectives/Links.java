package dev.weft.collectives;

import java.util.function.Supplier;

/** How the groups of a process reach those of the others. */
interface Links {
    /** This process's number among those that the links go between. */
    int endpoint();

    int epoch();

    String host(int endpoint);

    /** Threads beside the ranks' that messages need a core for: the media driver's, where there is a network. */
    int networkThreads();

    /** Moves on what is on its way; how many frames came in, 0 if another thread is at it. */
    int poll();

    /** Sends as soon as there is room, behind what was handed over before. */
    void post(int endpoint, LaneKind lane, Letter letter);

    OutLane dataLane(int endpoint);

    OutLane controlLane(int endpoint);

    Frame newFrame(FrameKind kind);

    /** Counts a wait for a receiver to read. */
    void creditWaits();

    Chunks chunks();

    /** A number for a communicator that no process has given before. */
    long newContext();

    /** This process's part of a group that its ranks make together: the first to come makes it. */
    RankGroup part(long context, Supplier<RankGroup> make);

    void forget(long context);

    /** How many groups there are, or are looked out for; in memory only those that ranks have made. */
    int registered();
}

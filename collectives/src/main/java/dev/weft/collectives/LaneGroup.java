package dev.weft.collectives;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The ranks of a group that live in this process; those of other processes are reached over {@link Lanes}. A process
 * without a rank of the group needs none, but may have one.
 *
 * <p>Results are those of an {@link InMemoryGroup}, bit for bit. A rank whose own part of a call was done before another
 * rank found a mismatch in it returns, and gets the {@link CollectiveMismatchException} in its next call.
 */
public final class LaneGroup {
    private final Lanes lanes;
    private final int context;
    private final Placement placement;
    private final int self;
    private final Fence fence;
    private final Failure failure;
    private final RankView[] views;
    private final Port[] ports;
    private final Communicator[] communicators;
    private final Verdict verdict;

    LaneGroup(Lanes lanes, int self, int context, Placement placement, Fence fence, GroupOptions options) {
        this.lanes = lanes;
        this.self = self;
        this.context = context;
        this.placement = placement;
        this.fence = fence;
        this.failure = new Failure(fence, options.callSites());
        this.views = new RankView[placement.ranks()];
        Arrays.setAll(views, rank -> new RankView());
        int count = self < placement.workers() ? placement.ranks(self) : 0;
        this.ports = new Port[count];
        Arrays.setAll(ports, i -> new Port(new Member(firstRank() + i), placement, lanes.chunks(), failure));
        this.verdict = new Verdict(this, lanes, failure);
        this.communicators = communicators(options);
    }

    private Communicator[] communicators(GroupOptions options) {
        List<Member> members = new ArrayList<>();
        for (Port port : ports) {
            members.add(port.member());
        }
        var stallWatch = new StallWatch(members, failure, options.stallWarning());
        var made = new Communicator[ports.length];
        Arrays.setAll(made, i -> {
            var waiting = new Waiting(members.get(i), failure, stallWatch, new Idle(fence, options.computeThreads()));
            var courier = new Courier(this, lanes, ports[i], failure, verdict, waiting);
            return new TypedCommunicator(firstRank() + i, size(), new LaneCalls(courier));
        });
        return made;
    }

    /** The number of its ranks, in all processes. */
    public int size() {
        return placement.ranks();
    }

    /** The communicator of one of this process's ranks, the same at every call. */
    public Communicator communicator(int rank) {
        return communicators[local(rank)];
    }

    /**
     * As {@link InMemoryGroup#leave}, for one of this process's ranks: its program has ended and makes no more calls.
     * The other processes are told. Any thread may call it.
     */
    public void leave(int rank) {
        Port port = ports[local(rank)];
        port.member().leave();
        views[rank].left(port.call());
        views[rank].givesNoMoreCredit();
        port.close();
        for (int endpoint = 0; endpoint < placement.workers(); endpoint++) {
            if (isElsewhere(endpoint)) {
                lanes.post(endpoint, LaneKind.DATA, Letter.of(farewell(port, rank)));
                lanes.post(endpoint, LaneKind.CONTROL, Letter.of(farewell(port, rank)));
            }
        }
    }

    private Frame farewell(Port port, int rank) {
        Frame frame = frame(FrameKind.LEAVE, rank, 0);
        frame.call = port.call();
        return frame;
    }

    private int local(int rank) {
        Arguments.checkRank("rank", rank, size());
        if (!isLocal(rank)) {
            throw new IllegalArgumentException("rank=%d lives in process %d, this one is %d: ask there"
                    .formatted(rank, placement.worker(rank), self));
        }
        return rank - firstRank();
    }

    private int firstRank() {
        return placement.first(self);
    }

    boolean isLocal(int rank) {
        return placement.worker(rank) == self;
    }

    /** True if ranks of the group live in that other process. */
    boolean isElsewhere(int endpoint) {
        return endpoint != self && placement.ranks(endpoint) > 0;
    }

    Placement placement() {
        return placement;
    }

    /** The process that has the last word on a group's mistake. */
    int arbiter() {
        return placement.worker(0);
    }

    Port port(int localRank) {
        return ports[localRank - firstRank()];
    }

    RankView view(int rank) {
        return views[rank];
    }

    /** A frame to a rank, or to all ranks of its process. */
    Frame frame(FrameKind kind, int source, int destination) {
        Frame frame = lanes.newFrame(kind);
        frame.context = context;
        frame.source = source;
        frame.destination = destination;
        return frame;
    }

    void peerLost(int endpoint, String why) {
        if (endpoint < placement.workers() && placement.ranks(endpoint) > 0) {
            fence.raise(new PeerLostException(endpoint, why));
        }
    }

    /** A frame of this group from another process; false if it makes no sense. Called by the thread that polls. */
    boolean deliver(int sender, LaneKind lane, Frame frame, DirectBuffer buffer, int at, int length) {
        if (frame.kind == FrameKind.CLAIM || frame.kind == FrameKind.VERDICT) {
            verdict.hears(frame.kind, text(buffer, at, length));
            return true;
        }
        if (frame.source < 0 || frame.source >= size() || placement.worker(frame.source) != sender) {
            return false;
        }
        return frame.kind == FrameKind.LEAVE || frame.kind == FrameKind.PROBE
                ? hearsOf(lane, frame)
                : isMine(frame.destination) && deliverTo(port(frame.destination), frame, buffer, at, length);
    }

    private boolean isMine(int rank) {
        return rank >= 0 && rank < size() && isLocal(rank);
    }

    private boolean hearsOf(LaneKind lane, Frame frame) {
        RankView view = views[frame.source];
        if (frame.kind == FrameKind.PROBE) {
            view.makes(frame.call, frame.fingerprint);
        } else if (lane == LaneKind.DATA) {
            view.left(frame.call);
        } else {
            view.givesNoMoreCredit();
        }
        return true;
    }

    private boolean deliverTo(Port port, Frame frame, DirectBuffer buffer, int at, int length) {
        switch (frame.kind) {
            case MESSAGE, MORE -> {
                return arrive(port, frame, buffer, at, length);
            }
            case CREDIT -> credit(port, frame);
            case ASK -> verdict.answers(port, frame, buffer, at, length);
            case SITE -> port.answered(new Port.Site(text(buffer, at, length), frame.tag, frame.count));
            case LEAVE, PROBE, CLAIM, VERDICT, BYE -> {
                return false;
            }
        }
        return true;
    }

    private boolean arrive(Port port, Frame frame, DirectBuffer buffer, int at, int length) {
        Line line = port.line(frame.line, frame.source);
        boolean belongs = line.arrive(frame, buffer, at, frame.type.countIn(length));
        giveCredit(line, frame.line, frame.source, frame.destination);
        return belongs;
    }

    private static void credit(Port port, Frame frame) {
        SendWindow window = port.window(frame.line, frame.source);
        if (window != null) {
            window.consumed(frame.call, frame.tag);
        }
    }

    /** Tells a sender elsewhere to go on, if it is time to. */
    void giveCredit(Line line, LineKind kind, int source, int receiver) {
        if (line.isCreditDue()) {
            Frame credit = frame(FrameKind.CREDIT, receiver, source);
            credit.line = kind;
            if (line.creditDue(credit)) {
                lanes.post(placement.worker(source), LaneKind.CONTROL, Letter.of(credit));
            }
        }
    }

    private static String text(DirectBuffer buffer, int at, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

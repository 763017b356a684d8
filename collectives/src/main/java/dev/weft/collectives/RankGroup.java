package dev.weft.collectives;

import dev.weft.collectives.algorithm.Selection;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of a group that live in this process: threads of this JVM that meet in its memory. Those of other processes,
 * if there are any, are reached over {@link Lanes}. A process without a rank of the group needs none, but may have one.
 *
 * <p>Results are the same bits wherever the ranks live. A rank whose own part of a call was done before another rank
 * found a mismatch in it returns, and gets the {@link CollectiveMismatchException} in its next call.
 *
 * <p>A group has no threads of its own and needs no closing.
 */
public final class RankGroup {
    private static final long SHADOW = 1L << 31;

    /** Whoever has left for this reason made no mistake: the others hear of what it was, too, if maybe later. */
    private static final int LEFT_AFTER_THE_END = 1;

    private final Links links;
    private final long context;
    private final Roster roster;
    private final Fence fence;
    private final GroupOptions options;
    private final Failure failure;
    private final RankView[] views;
    private final Port[] ports;
    /** Of each rank here, what it is in the communicators that it got by this one and has not closed. */
    private final List<Set<Part>> parts = new ArrayList<>();

    /** Of each rank here, what it is in the communicator by which it got this one. */
    private final @Nullable Part[] origins;

    private final CallRecorder[] recorders;
    private final TypedCommunicator[] communicators;
    private final WorkerTable table;
    private final Verdict verdict;
    private final AgreementDesk agreements;
    private final CycleDesk cycles;
    private final AtomicBoolean revoked = new AtomicBoolean();
    private final @Nullable RankGroup parent;
    private volatile @Nullable RankGroup shadow;

    private record Part(RankGroup group, int rank) {}

    RankGroup(Links links, long context, Roster roster, Fence fence, GroupOptions options) {
        this(links, context, roster, fence, options, null);
    }

    /** @param parent whose calls in the background these ranks make, or null */
    private RankGroup(
            Links links, long context, Roster roster, Fence fence, GroupOptions options, @Nullable RankGroup parent) {
        this.parent = parent;
        this.links = links;
        this.context = context;
        this.roster = roster;
        this.fence = fence;
        this.options = options;
        this.failure = parent == null ? new Failure(fence, options.callSites()) : parent.failure;
        this.views = new RankView[roster.ranks()];
        Arrays.setAll(views, rank -> new RankView());
        this.ports = new Port[roster.localRanks()];
        Arrays.setAll(ports, i -> new Port(new Member(roster.localRank(i)), roster, links.chunks(), failure));
        this.table = new WorkerTable(roster);
        this.verdict = new Verdict(this, failure);
        this.agreements = new AgreementDesk(this);
        this.cycles = new CycleDesk(this, failure);
        this.recorders = new CallRecorder[ports.length];
        this.communicators = new TypedCommunicator[ports.length];
        this.origins = new @Nullable Part[ports.length];
        makeCommunicators();
    }

    /** A group whose ranks all live in this JVM, and are its only compute threads. */
    public static RankGroup inMemory(int size, Fence fence) {
        return inMemory(size, fence, GroupOptions.forRanks(size));
    }

    public static RankGroup inMemory(int size, Fence fence, GroupOptions options) {
        if (size < 1 || size > Fingerprint.MAX_RANKS) {
            throw new IllegalArgumentException("size=%d: pass 1 to %d ranks".formatted(size, Fingerprint.MAX_RANKS));
        }
        var links = new MemoryLinks();
        return new RankGroup(links, 0, Roster.of(Placement.together(size), 0), fence, options);
    }

    private void makeCommunicators() {
        Member[] members = Arrays.stream(ports).map(Port::member).toArray(Member[]::new);
        var stallWatch = new StallWatch(List.of(members), failure, options.stallWarning());
        for (int i = 0; i < ports.length; i++) {
            parts.add(new HashSet<>());
            var waiting = new Waiting(members[i], stallWatch, new Idle(fence, busyThreads()));
            var recorder = new CallRecorder(this, members[i].rank());
            recorders[i] = recorder;
            var courier = new Courier(this, ports[i], failure, verdict, waiting, recorder);
            var rounds = new Rounds(this, members[i], members, courier);
            var selection =
                    new Selection(options.costs().memory(), options.costs().lanes());
            var chooser = new PlanChooser(table.layout(), size(), options.forced(), selection);
            var caller = new Caller(courier, rounds, chooser, recorder, table);
            communicators[i] = new TypedCommunicator(this, courier, caller);
        }
    }

    private int busyThreads() {
        int threads = options.computeThreads();
        return threads == Integer.MAX_VALUE ? threads : threads + links.networkThreads();
    }

    /** The number of its ranks, in all processes. */
    public int size() {
        return roster.ranks();
    }

    /** The communicator of one of this process's ranks, the same at every call. */
    public Communicator communicator(int rank) {
        return communicators[local(rank)];
    }

    /**
     * This rank's program has ended and makes no more calls. Whoever waits for it, now or later, in this group or in one
     * that was split off, gets a {@link CollectiveMismatchException}. What it sent before can still be received. Any
     * thread may call it.
     */
    public void leave(int rank) {
        List<Part> left;
        synchronized (parts) {
            left = List.copyOf(parts.get(local(rank)));
        }
        left.forEach(part -> part.group.leave(part.rank));
        leaveThis(rank);
    }

    private void leaveThis(int rank) {
        Port port = ports[local(rank)];
        if (!port.member().leaves()) {
            return;
        }
        recorders[roster.localIndex(rank)].programEnds();
        int agreed = agreements.proposed(rank);
        long inBackground = callsInBackground(rank);
        boolean isOver = failure.isOver();
        if (isOver) {
            views[rank].goes();
        } else {
            views[rank].left(port.completed(), inBackground);
            views[rank].givesNoMoreCredit();
        }
        port.close();
        for (int endpoint = 0; endpoint < roster.endpoints(); endpoint++) {
            if (isElsewhere(endpoint)) {
                links.post(endpoint, LaneKind.DATA, Letter.of(farewell(port, inBackground, agreed, isOver)));
                links.post(endpoint, LaneKind.CONTROL, Letter.of(farewell(port, inBackground, agreed, isOver)));
            }
        }
        agreements.left(rank, agreed);
        forgetIfAllAreGone();
    }

    private Frame farewell(Port port, long inBackground, int agreed, boolean isOver) {
        Frame frame = frame(FrameKind.LEAVE, port.member().rank(), 0);
        frame.call = port.completed();
        frame.fingerprint = inBackground;
        frame.tag = agreed;
        frame.count = isOver ? LEFT_AFTER_THE_END : 0;
        return frame;
    }

    /** Nobody has to be answered any more. */
    private void forgetIfAllAreGone() {
        if (Arrays.stream(views).allMatch(RankView::isGone)) {
            links.forget(context);
            links.forget(context | SHADOW);
        }
    }

    private long callsInBackground(int rank) {
        RankGroup background = shadow;
        return background == null ? 0 : background.port(rank).completed();
    }

    private int local(int rank) {
        Arguments.checkRank("rank", rank, size());
        if (!roster.isLocal(rank)) {
            throw new IllegalArgumentException("rank=%d lives in process %d, this one is %d: ask there"
                    .formatted(rank, roster.worker(rank), links.endpoint()));
        }
        return roster.localIndex(rank);
    }

    CommunicatorId id() {
        return new CommunicatorId(links.epoch(), context & ~SHADOW);
    }

    /** True for the group in which another one's ranks make their calls in the background. */
    boolean isInBackground() {
        return parent != null;
    }

    Links links() {
        return links;
    }

    Roster roster() {
        return roster;
    }

    Fence fence() {
        return fence;
    }

    Failure failure() {
        return failure;
    }

    GroupOptions options() {
        return options;
    }

    AgreementDesk agreements() {
        return agreements;
    }

    CycleDesk cycles() {
        return cycles;
    }

    /** True if ranks of the group live in that other process. */
    boolean isElsewhere(int endpoint) {
        return endpoint != links.endpoint() && roster.ranks(endpoint) > 0;
    }

    /** The group that a program knows: this one, or the one whose calls in the background this one makes. */
    RankGroup foreground() {
        return parent == null ? this : parent;
    }

    /** The process that has the last word on a group's mistake. */
    int arbiter() {
        return roster.worker(0);
    }

    Port port(int localRank) {
        return ports[roster.localIndex(localRank)];
    }

    RankView view(int rank) {
        return views[rank];
    }

    /** True if a rank has ended its program and never made this call. */
    boolean hasLeftBefore(int rank, long call) {
        RankGroup foreground = parent;
        return foreground == null
                ? views[rank].leftBefore(call)
                : foreground.view(rank).leftBeforeInBackground(call);
    }

    /** A frame to a rank, or to all ranks of its process. */
    Frame frame(FrameKind kind, int source, int destination) {
        Frame frame = links.newFrame(kind);
        frame.context = context;
        frame.source = source;
        frame.destination = destination;
        return frame;
    }

    /** The group of the same ranks for their calls in the background. */
    RankGroup shadow() {
        RankGroup made = shadow;
        if (made == null) {
            made = links.part(
                    context | SHADOW,
                    () -> new RankGroup(links, context | SHADOW, roster, fence, inBackground(), this));
            shadow = made;
        }
        return made;
    }

    /** Threads that are more than the ranks leave the cores to them. */
    private GroupOptions inBackground() {
        return options.withComputeThreads(Integer.MAX_VALUE).withFlight(Flight.NONE);
    }

    Caller caller(int rank) {
        return communicators[local(rank)].caller();
    }

    /**
     * The group that some ranks of this one make together.
     *
     * @param number its context
     * @param ranks of this group, in the order of the new one
     */
    RankGroup subgroup(long number, int[] ranks) {
        int[] workers = Arrays.stream(ranks).map(roster::worker).toArray();
        Roster part = Roster.of(workers, roster.endpoints(), links.endpoint());
        GroupOptions same = options.withFlight(options.flight().part(ranks));
        return links.part(number, () -> new RankGroup(links, number, part, fence, same));
    }

    /** When this rank leaves, it leaves that group, too. */
    void leavesToo(int rank, RankGroup other, int rankThere) {
        synchronized (parts) {
            parts.get(local(rank)).add(new Part(other, rankThere));
        }
        other.origins[other.local(rankThere)] = new Part(this, rank);
    }

    /** One of its ranks here uses it no more. */
    void closed(int rank) {
        leaveThis(rank);
        Part origin = origins[local(rank)];
        if (origin != null) {
            Set<Part> mine;
            synchronized (parts) {
                mine = Set.copyOf(parts.get(local(rank)));
            }
            mine.forEach(part -> origin.group.leavesToo(origin.rank, part.group, part.rank));
            origin.group.isWithout(origin.rank, new Part(this, rank));
        }
    }

    private void isWithout(int rank, Part closed) {
        synchronized (parts) {
            parts.get(local(rank)).remove(closed);
        }
    }

    /** How many communicators that ranks here got by this one are not closed. */
    int partsInUse() {
        synchronized (parts) {
            return parts.stream().mapToInt(Set::size).sum();
        }
    }

    void peerLost(int endpoint, String why) {
        if (endpoint >= roster.endpoints() || roster.ranks(endpoint) == 0) {
            return;
        }
        int[] lost = roster.ranksOf(endpoint);
        failure.end(new Ending.Lost(lost[0], links.host(endpoint), why));
        for (int rank : lost) {
            views[rank].goes();
            agreements.lost(rank);
        }
        forgetIfAllAreGone();
    }

    /** Ends all calls of this group on all ranks, now and later; a second time changes nothing. */
    void revoke(int rank) {
        if (revoked.compareAndSet(false, true)) {
            failure.end(new Ending.Revoked(rank));
            tellOthers(FrameKind.REVOKE, rank, "");
        }
    }

    void tellOthers(FrameKind kind, int source, String text) {
        for (int endpoint = 0; endpoint < roster.endpoints(); endpoint++) {
            if (isElsewhere(endpoint)) {
                links.post(
                        endpoint,
                        LaneKind.CONTROL,
                        Letter.of(frame(kind, source, 0), text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    /** A frame of this group from another process; false if it makes no sense. Called by the thread that polls. */
    boolean deliver(int sender, LaneKind lane, Frame frame, MemorySegment bytes, long at, int length) {
        return switch (frame.kind) {
            case CLAIM, VERDICT -> {
                verdict.hears(frame.kind, text(bytes, at, length));
                yield true;
            }
            case DEADLOCK -> {
                cycles.ends(text(bytes, at, length));
                yield true;
            }
            case REVOKE -> {
                // Who hears of it tells all, since the one who began may be gone before it has told everybody.
                revoke(frame.source);
                yield true;
            }
            default -> deliverFromRank(sender, lane, frame, bytes, at, length);
        };
    }

    private boolean deliverFromRank(int sender, LaneKind lane, Frame frame, MemorySegment bytes, long at, int length) {
        if (frame.source < 0 || frame.source >= size() || roster.worker(frame.source) != sender) {
            return false;
        }
        return frame.kind == FrameKind.LEAVE || frame.kind == FrameKind.PROBE
                ? hearsOf(lane, frame)
                : isMine(frame.destination) && deliverTo(port(frame.destination), frame, bytes, at, length);
    }

    private boolean isMine(int rank) {
        return rank >= 0 && rank < size() && roster.isLocal(rank);
    }

    private boolean hearsOf(LaneKind lane, Frame frame) {
        RankView view = views[frame.source];
        if (frame.kind == FrameKind.PROBE) {
            view.makes(frame.call, frame.fingerprint);
        } else {
            leaves(lane, frame, view);
            forgetIfAllAreGone();
        }
        return true;
    }

    private void leaves(LaneKind lane, Frame frame, RankView view) {
        boolean afterTheEnd = frame.count == LEFT_AFTER_THE_END;
        if (lane == LaneKind.CONTROL) {
            agreements.left(frame.source, frame.tag);
        }
        if (afterTheEnd) {
            view.goes();
        } else if (lane == LaneKind.DATA) {
            view.left(frame.call, frame.fingerprint);
        } else {
            view.givesNoMoreCredit();
        }
    }

    private boolean deliverTo(Port port, Frame frame, MemorySegment bytes, long at, int length) {
        switch (frame.kind) {
            case MESSAGE, MORE -> {
                return arrive(port, frame, bytes, at, length);
            }
            case CREDIT -> credit(port, frame);
            case ASK -> verdict.answers(port, frame, bytes, at, length);
            case SITE -> port.answered(new Port.Site(text(bytes, at, length), frame.tag, frame.count));
            case AGREE -> agreements.hears(frame, bytes, at, length);
            case CYCLE -> cycles.hears(bytes, at, length);
            case LEAVE, PROBE, CLAIM, VERDICT, REVOKE, DEADLOCK, BYE -> {
                return false;
            }
        }
        return true;
    }

    private boolean arrive(Port port, Frame frame, MemorySegment bytes, long at, int length) {
        Line line = port.line(frame.line, frame.source);
        boolean belongs = line.arrive(frame, bytes, at, frame.type.countIn(length));
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
            line.giveCredit(this, kind, source, receiver);
        }
    }

    private static String text(MemorySegment bytes, long at, int length) {
        return new String(bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}

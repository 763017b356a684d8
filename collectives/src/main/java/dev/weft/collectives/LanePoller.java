package dev.weft.collectives;

import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving ends of a process's lanes. Any thread that waits polls, one at a time for all: it hands each frame to
 * the line it belongs to. The lock also keeps the memory mapped that is being read.
 */
final class LanePoller {
    /** Control frames are few and short; of data at most so many frames before the others are looked at. */
    private static final int CONTROL_FRAMES = 64;

    private static final int DATA_FRAMES = 16;

    /** While data comes, control frames are looked for at every so manieth poll. */
    private static final int CONTROL_EVERY = 4;

    private static final VarHandle POLLS = handle();

    private static final int RETIRED_BITS = 19;

    private static final int RETIRED_MASK = (1 << RETIRED_BITS) - 1;

    /** A frame that came before its group was made here. */
    private record Early(int sender, LaneKind lane, byte[] bytes) {}

    /** Who sends a frame: null for a sender that the plan doesn't name. */
    interface Senders {
        @Nullable
        Peer peer(int session);
    }

    /** Told of a peer whose frames don't follow each other. */
    interface Breaking {
        void broken(Peer peer, String reason);
    }

    private final LanePlan plan;
    private final Senders senders;
    private final Breaking breaking;
    private final LaneMeter meter;
    private final Subscription control;
    private final Subscription data;
    private final ReentrantLock lock = new ReentrantLock();
    private final Long2ObjectHashMap<RankGroup> groups = new Long2ObjectHashMap<>();
    private final Map<Long, List<Early>> early = new HashMap<>();

    /** Contexts whose groups are over, by their upper bits: what still comes for them is dropped. */
    private final Map<Long, BitSet> retired = new HashMap<>();

    /** Processes that are lost, and why; groups that are made later are told. */
    private final Map<Integer, String> lost = new HashMap<>();

    private final Frame frame = new Frame();
    private final FragmentHandler onControl =
            (buffer, at, length, header) -> onFrame(LaneKind.CONTROL, buffer, at, length, header);
    private final FragmentHandler onData =
            (buffer, at, length, header) -> onFrame(LaneKind.DATA, buffer, at, length, header);
    private int pollsWithoutControl;
    private long polls;
    private long framesReceived;
    private long bytesReceived;
    private boolean closed;

    LanePoller(
            LanePlan plan,
            Senders senders,
            Breaking breaking,
            LaneMeter meter,
            Subscription control,
            Subscription data) {
        this.plan = plan;
        this.senders = senders;
        this.breaking = breaking;
        this.meter = meter;
        this.control = control;
        this.data = data;
    }

    /** Takes in some of what has come; 0 if there was nothing, or if another thread is at it. */
    int poll() {
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            if (closed) {
                return 0;
            }
            int frames = data.poll(onData, DATA_FRAMES);
            if (frames == 0 || ++pollsWithoutControl == CONTROL_EVERY) {
                pollsWithoutControl = 0;
                frames += control.poll(onControl, CONTROL_FRAMES);
            }
            POLLS.setOpaque(this, polls + 1);
            return frames;
        } finally {
            lock.unlock();
        }
    }

    /** How often anybody has polled. */
    long polls() {
        return (long) POLLS.getOpaque(this);
    }

    long framesReceived() {
        lock.lock();
        try {
            return framesReceived;
        } finally {
            lock.unlock();
        }
    }

    long bytesReceived() {
        lock.lock();
        try {
            return bytesReceived;
        } finally {
            lock.unlock();
        }
    }

    /** From now on the group gets its frames, first those that came before it. */
    void add(long context, RankGroup group) {
        lock.lock();
        try {
            if (isRetired(context) || groups.putIfAbsent(context, group) != null) {
                throw new IllegalArgumentException(
                        "context=%d: a group of this epoch has it already, pass another number".formatted(context));
            }
            for (Early kept : early.getOrDefault(context, List.of())) {
                byte[] bytes = kept.bytes();
                frame.read(new UnsafeBuffer(bytes), 0, bytes.length);
                deliver(
                        group,
                        kept.sender(),
                        kept.lane(),
                        MemorySegment.ofArray(bytes),
                        Frame.HEADER_BYTES,
                        bytes.length - Frame.HEADER_BYTES);
            }
            early.remove(context);
            lost.forEach(group::peerLost);
        } finally {
            lock.unlock();
        }
    }

    /** The group of that number, made now unless it is there. */
    RankGroup addIfAbsent(long context, Supplier<RankGroup> make) {
        lock.lock();
        try {
            RankGroup there = groups.get(context);
            if (there == null) {
                there = make.get();
                add(context, there);
            }
            return there;
        } finally {
            lock.unlock();
        }
    }

    void remove(long context) {
        lock.lock();
        try {
            groups.remove(context);
            early.remove(context);
            retired.computeIfAbsent(context >>> RETIRED_BITS, upper -> new BitSet())
                    .set((int) context & RETIRED_MASK);
        } finally {
            lock.unlock();
        }
    }

    private boolean isRetired(long context) {
        BitSet numbers = retired.get(context >>> RETIRED_BITS);
        return numbers != null && numbers.get((int) context & RETIRED_MASK);
    }

    /** A process is lost: ends the calls of all groups that have ranks in it, now and later. */
    void lost(int endpoint, String why) {
        lock.lock();
        try {
            lost.putIfAbsent(endpoint, why);
        } finally {
            lock.unlock();
        }
        groups().forEach(group -> group.peerLost(endpoint, why));
    }

    /** How many groups it has frames for, or would have. */
    int registered() {
        lock.lock();
        try {
            return groups.size() + early.size();
        } finally {
            lock.unlock();
        }
    }

    List<RankGroup> groups() {
        lock.lock();
        try {
            return List.copyOf(groups.values());
        } finally {
            lock.unlock();
        }
    }

    boolean hears(int session) {
        return control.imageBySessionId(session) != null && data.imageBySessionId(session) != null;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            control.close();
            data.close();
        } finally {
            lock.unlock();
        }
    }

    private void onFrame(LaneKind lane, DirectBuffer buffer, int at, int length, Header header) {
        Peer peer = senders.peer(header.sessionId());
        if (!frame.read(buffer, at, length)) {
            meter.malformedDropped.increment();
        } else if (frame.epoch != plan.epoch()) {
            meter.staleDropped.increment();
        } else if (peer == null || frame.token != peer.token()) {
            meter.forgedDropped.increment();
        } else if (frame.incarnation != plan.incarnation(peer.endpoint())) {
            meter.staleDropped.increment();
        } else if (inSequence(lane, peer, header.reservedValue())) {
            dispatch(lane, peer, buffer, at, length);
        }
    }

    private boolean inSequence(LaneKind lane, Peer peer, long sequence) {
        SequenceCheck check = peer.frames(lane);
        if (!check.accept(sequence)) {
            meter.sequenceDropped.increment();
            breaking.broken(
                    peer,
                    "its %s lane brought frame %d where %d was due: %s"
                            .formatted(
                                    lane.title(),
                                    sequence,
                                    check.expected(),
                                    sequence < check.expected() ? "it came twice" : "frames are lost"));
            return false;
        }
        return true;
    }

    private void dispatch(LaneKind lane, Peer peer, DirectBuffer buffer, int at, int length) {
        if (frame.kind == FrameKind.BYE) {
            peer.saysBye();
            return;
        }
        int ringBytes = frame.ringBytes;
        int elementBytes = ringBytes == 0 ? length - Frame.HEADER_BYTES : ringBytes;
        count(elementBytes);
        MemorySegment bytes;
        long place;
        if (ringBytes == 0) {
            bytes = OffHeap.segment(buffer);
            place = OffHeap.position(buffer, at + Frame.HEADER_BYTES);
        } else {
            bytes = peer.ring().memory();
            place = peer.ring().next(ringBytes);
        }
        RankGroup group = groups.get(frame.context);
        if (group == null) {
            keep(lane, peer.endpoint(), bytes, place, elementBytes);
        } else {
            deliver(group, peer.endpoint(), lane, bytes, place, elementBytes);
        }
        if (ringBytes > 0) {
            peer.ring().release(ringBytes);
        }
    }

    private void count(int elementBytes) {
        framesReceived++;
        bytesReceived += elementBytes;
    }

    /** For a group that isn't made yet: a frame whose elements follow it. For one that is over: nothing. */
    private void keep(LaneKind lane, int sender, MemorySegment bytes, long place, int elementBytes) {
        if (isRetired(frame.context)) {
            return;
        }
        byte[] copy = new byte[Frame.HEADER_BYTES + elementBytes];
        frame.ringBytes = 0;
        frame.write(new UnsafeBuffer(copy), 0);
        MemorySegment.copy(bytes, place, MemorySegment.ofArray(copy), Frame.HEADER_BYTES, elementBytes);
        early.computeIfAbsent(frame.context, context -> new ArrayList<>()).add(new Early(sender, lane, copy));
    }

    private void deliver(
            RankGroup group, int sender, LaneKind lane, MemorySegment bytes, long place, int elementBytes) {
        if (!group.deliver(sender, lane, frame, bytes, place, elementBytes)) {
            meter.malformedDropped.increment();
        }
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(LanePoller.class, "polls", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

package dev.weft.collectives;

import dev.weft.collectives.process.HostAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's lanes of one epoch: a control and a data lane to and from each of the other processes. The ranks of any
 * number of groups share them. Frames keep their order; one that is missing breaks the lanes for good, as does the loss
 * of the process at their other end. Broken lanes end no wait: whoever is told of them raises the fence, or calls {@link
 * #peerLost}.
 */
public final class Lanes implements Links, AutoCloseable {
    /** So long a process may take to say good-bye after its lanes have ended. */
    private static final long GOOD_BYE_NANOS = 300_000_000;

    private static final long LAST_WORDS_NANOS = 500_000_000;
    private static final long TURN_NANOS = 200_000;

    /**
     * Above the numbers that one process gives to communicators stands the process; their upper half is for those that
     * are made by ranks.
     */
    private static final int CONTEXT_BITS = 19;

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final LanePlan plan;
    private final LaneClient client;
    private final Consumer<LaneTrouble> whenBroken;
    private final LaneMeter meter = new LaneMeter();
    private final @Nullable Peer[] peers;
    private final Int2ObjectHashMap<Peer> peersBySession = new Int2ObjectHashMap<>();
    private final LanePoller poller;
    private final LaneWatch watch;
    private final Chunks chunks = new Chunks();
    private final AtomicBoolean clientEnded = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong contexts = new AtomicLong();

    /** Processes that are gone, and why: groups that are made later have to hear of it, too. */
    private volatile boolean connected;

    Lanes(LanePlan plan, LaneClient client, Consumer<LaneTrouble> whenBroken) {
        this.plan = plan;
        this.client = client;
        this.whenBroken = whenBroken;
        this.peers = new @Nullable Peer[plan.endpoints().size()];
        for (int endpoint = 0; endpoint < peers.length; endpoint++) {
            if (endpoint != plan.endpoint()) {
                int other = endpoint;
                int token = plan.token(plan.endpoint(), endpoint);
                var peer = new Peer(
                        endpoint,
                        new OutLane(client.send(plan, endpoint, LaneKind.CONTROL), null, token, meter),
                        new OutLane(
                                client.send(plan, endpoint, LaneKind.DATA),
                                client.newRing(plan, endpoint),
                                token,
                                meter),
                        () -> client.openRing(plan, other),
                        plan.session(endpoint),
                        plan.token(endpoint, plan.endpoint()));
                peers[endpoint] = peer;
                peersBySession.put(peer.session(), peer);
            }
        }
        this.poller = new LanePoller(
                plan,
                peersBySession::get,
                this::broken,
                meter,
                client.receive(plan, LaneKind.CONTROL, this::lostImage),
                client.receive(plan, LaneKind.DATA, this::lostImage));
        this.watch = new LaneWatch(this, poller, "weft lanes of epoch " + plan.epoch());
        watch.start();
    }

    /**
     * Waits until the lanes to and from all other processes stand.
     *
     * @throws TransportException if they don't within the time, naming those that are missing
     */
    public void awaitConnected(Duration limit) {
        awaitConnected(limit, new Fence());
    }

    /**
     * As {@link #awaitConnected(Duration)}, for no longer than the epoch lives: a process that is dead never connects.
     *
     * @throws EpochFencedException if the epoch has ended
     */
    public void awaitConnected(Duration limit, Fence fence) {
        long start = System.nanoTime();
        List<Integer> missing = missing();
        while (!missing.isEmpty()) {
            if (System.nanoTime() - start >= limit.toNanos()) {
                throw notConnected(missing, limit);
            }
            fence.check();
            LockSupport.parkNanos(this, TURN_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new TransportException(
                        "interrupted while the lanes of epoch %d connected".formatted(plan.epoch()));
            }
            missing = missing();
        }
        connected = true;
    }

    /**
     * A group of ranks, of which the placement's worker with this process's index lives here. All processes make their
     * groups with the same contexts and placements, in any order; a context is used once in an epoch.
     */
    public RankGroup group(long context, Placement placement, Fence fence, GroupOptions options) {
        if (placement.workers() > peers.length) {
            throw new IllegalArgumentException(
                    "placement.workers()=%d > endpoints=%d: pass a placement on these processes"
                            .formatted(placement.workers(), peers.length));
        }
        var group = new RankGroup(this, context, Roster.of(placement, plan.endpoint()), fence, options);
        poller.add(context, group);
        return group;
    }

    /** Told from outside: a process is gone. Ends the calls of all groups that have ranks in it, now and later. */
    public void peerLost(int endpoint, String why) {
        poller.lost(endpoint, why);
    }

    public LaneCounters counters() {
        long framesSent = 0;
        long bytesSent = 0;
        for (Peer peer : others()) {
            framesSent += peer.control().framesSent() + peer.data().framesSent();
            bytesSent += peer.control().bytesSent() + peer.data().bytesSent();
        }
        return new LaneCounters(
                meter.staleDropped.sum(),
                meter.malformedDropped.sum(),
                meter.sequenceDropped.sum(),
                meter.forgedDropped.sum(),
                framesSent,
                poller.framesReceived(),
                bytesSent,
                poller.bytesReceived(),
                meter.backPressured.sum(),
                meter.creditWaits.sum());
    }

    /** Says good-bye and gives the lanes back. All ranks' threads must have left their calls before. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        sayBye();
        watch.close();
        poller.close();
        for (Peer peer : others()) {
            peer.control().close();
            peer.data().close();
            peer.closeRing();
        }
        client.closed(this);
    }

    @Override
    public int endpoint() {
        return plan.endpoint();
    }

    @Override
    public int epoch() {
        return plan.epoch();
    }

    @Override
    public String host(int endpoint) {
        return plan.endpoints().get(endpoint).host();
    }

    /** At which a process's host is reached. */
    public String address(int endpoint) {
        String address = plan.endpoints().get(endpoint).address();
        return address.isEmpty() ? LaneClient.LOOPBACK : HostAddress.hostOf(address);
    }

    @Override
    public int networkThreads() {
        return client.transport() == Transport.UDP ? 1 : 0;
    }

    @Override
    public int poll() {
        int frames = poller.poll();
        for (Peer peer : peers) {
            if (peer != null) {
                peer.flush();
            }
        }
        return frames;
    }

    @Override
    public void post(int endpoint, LaneKind lane, Letter letter) {
        peer(endpoint).post(lane, letter);
    }

    @Override
    public OutLane controlLane(int endpoint) {
        return peer(endpoint).control();
    }

    @Override
    public OutLane dataLane(int endpoint) {
        return peer(endpoint).data();
    }

    @Override
    public Frame newFrame(FrameKind kind) {
        var frame = new Frame();
        frame.kind = kind;
        frame.epoch = plan.epoch();
        frame.incarnation = plan.incarnation(plan.endpoint());
        return frame;
    }

    @Override
    public void creditWaits() {
        meter.creditWaits.increment();
    }

    @Override
    public Chunks chunks() {
        return chunks;
    }

    @Override
    public long newContext() {
        long number = contexts.getAndIncrement();
        if (number >= 1L << CONTEXT_BITS - 1) {
            throw new IllegalStateException(
                    "process %d has made %d communicators in epoch %d, which is all: split once, before the loop"
                            .formatted(plan.endpoint(), number, plan.epoch()));
        }
        return (long) plan.endpoint() << CONTEXT_BITS | 1L << CONTEXT_BITS - 1 | number;
    }

    @Override
    public RankGroup part(long context, Supplier<RankGroup> make) {
        return poller.addIfAbsent(context, make);
    }

    @Override
    public void forget(long context) {
        poller.remove(context);
    }

    @Override
    public int registered() {
        return poller.registered();
    }

    /** Looks whether all lanes stand; called now and then by the thread that watches. */
    void look() {
        for (Peer peer : others()) {
            String fault = peer.control().fault() + peer.data().fault();
            if (!fault.isEmpty()) {
                broken(peer, fault);
            } else if (connected) {
                lookAt(peer);
            }
        }
    }

    /** This process's own client has ended: none of its lanes works any more. */
    void clientEnded(String reason) {
        if (!closed.get() && clientEnded.compareAndSet(false, true)) {
            tell(new LaneTrouble(plan.endpoint(), reason));
        }
    }

    private void lookAt(Peer peer) {
        boolean stands = peer.control().isConnected() && peer.data().isConnected();
        if (!stands) {
            peer.suspect("it doesn't listen to its lanes any more");
        } else if (poller.hears(peer.session())) {
            peer.trust();
        }
        if (!peer.suspicion().isEmpty() && peer.suspectedNanos() >= GOOD_BYE_NANOS) {
            broken(peer, peer.suspicion());
        }
    }

    private void lostImage(int session) {
        Peer peer = peersBySession.get(session);
        if (peer != null) {
            peer.suspect("its lanes have ended");
        }
    }

    private void broken(Peer peer, String reason) {
        if (!closed.get() && peer.breaks()) {
            tell(new LaneTrouble(peer.endpoint(), reason));
        }
    }

    private void tell(LaneTrouble trouble) {
        LOG.debug(
                "epoch {}: lanes between {} and {} are broken: {}",
                plan.epoch(),
                plan.endpoint(),
                trouble.endpoint(),
                trouble.reason());
        whenBroken.accept(trouble);
    }

    private void sayBye() {
        for (Peer peer : others()) {
            peer.post(LaneKind.CONTROL, Letter.of(newFrame(FrameKind.BYE)));
        }
        long start = System.nanoTime();
        while (!hasSentAll() && System.nanoTime() - start < LAST_WORDS_NANOS) {
            poll();
            LockSupport.parkNanos(this, TURN_NANOS);
        }
    }

    /** What a process that is gone doesn't take is not waited for. */
    private boolean hasSentAll() {
        boolean all = true;
        for (Peer peer : others()) {
            boolean sent = peer.flush();
            all &= sent || peer.saidBye() || peer.isBroken() || !peer.control().isConnected();
        }
        return all;
    }

    private List<Integer> missing() {
        List<Integer> missing = new ArrayList<>();
        for (Peer peer : others()) {
            boolean stands = peer.control().isConnected() && peer.data().isConnected() && poller.hears(peer.session());
            if (!stands && !peer.saidBye()) {
                missing.add(peer.endpoint());
            }
        }
        return missing;
    }

    private TransportException notConnected(List<Integer> missing, Duration limit) {
        String named = missing.stream()
                .map(endpoint -> "process %d%s".formatted(endpoint, where(endpoint)))
                .collect(Collectors.joining(", "));
        return new TransportException(
                "process %d waited %d ms for the lanes of epoch %d, but these have not opened theirs: %s"
                        .formatted(plan.endpoint(), limit.toMillis(), plan.epoch(), named));
    }

    private String where(int endpoint) {
        String address = plan.endpoints().get(endpoint).address();
        return address.isEmpty() ? "" : " at " + address;
    }

    private List<Peer> others() {
        List<Peer> others = new ArrayList<>();
        for (Peer peer : peers) {
            if (peer != null) {
                others.add(peer);
            }
        }
        return others;
    }

    private Peer peer(int endpoint) {
        Peer peer = peers[endpoint];
        if (peer == null) {
            throw new AssertionError("endpoint " + endpoint + " is this process");
        }
        return peer;
    }
}

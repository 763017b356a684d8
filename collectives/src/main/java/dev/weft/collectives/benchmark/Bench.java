package dev.weft.collectives.benchmark;

import dev.weft.collectives.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** All that runs for a benchmark: the ranks, and the peers with which they are compared. */
final class Bench implements AutoCloseable {
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final List<Peer> peers = new ArrayList<>();
    private final Ranks ranks;

    private Bench(BenchmarkSpec spec) throws InterruptedException {
        try {
            if (spec.against().contains(PeerKind.MPIRUN)) {
                boolean overTcp = !spec.isInMemory() && spec.transport() == Transport.UDP;
                add(MpiPeer.compile(spec.ranks(), overTcp));
            }
            if (spec.isInMemory()) {
                ranks = RankTeam.inMemory(spec.ranks(), spec.algorithms());
                closing.push(ranks::close);
            } else {
                var host = BenchmarkHost.start(spec.transport(), spec.workers());
                closing.push(host::close);
                ranks = WorkerRanks.start(host, spec);
                closing.push(ranks::close);
                if (spec.against().contains(PeerKind.AERON)) {
                    add(AeronPeer.start(host));
                }
            }
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    static Bench set(BenchmarkSpec spec) throws InterruptedException {
        return new Bench(spec);
    }

    private void add(Peer peer) {
        peers.add(peer);
        closing.push(peer::close);
    }

    Ranks ranks() {
        return ranks;
    }

    List<Peer> peers() {
        return peers;
    }

    /** All is closed, even if the closing of something fails. */
    @Override
    public void close() {
        if (closing.isEmpty()) {
            return;
        }
        try {
            closing.pop().run();
        } finally {
            close();
        }
    }
}

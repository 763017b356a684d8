package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;
import dev.weft.collectives.recovery.Agreement;
import dev.weft.collectives.recovery.AgreementEffect;
import dev.weft.collectives.recovery.AgreementMessage;
import dev.weft.collectives.recovery.Decision;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The agreements that a group's ranks of this process take part in. They go on while nobody of the rank's is in the
 * call, since a rank that has its decision may be asked for it.
 */
final class AgreementDesk {
    private record Delivery(int from, int to, long number, AgreementMessage message) {}

    /** One rank's agreements: the latest that is decided, and the one after it. */
    private static final class Seat {
        final Map<Long, Agreement> agreements = new HashMap<>();
        long proposed;
        long decided;

        @Nullable
        Decision decision;
    }

    private final RankGroup group;
    private final Seat[] seats;
    private final BitSet lost = new BitSet();

    /** Of ranks that have left: how many agreements they take part in. */
    private final Map<Integer, Integer> left = new HashMap<>();

    private final Queue<Delivery> local = new ArrayDeque<>();

    AgreementDesk(RankGroup group) {
        this.group = group;
        this.seats = new Seat[group.roster().localRanks()];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = new Seat();
        }
    }

    /** A rank begins its next agreement; its number. */
    synchronized long propose(int rank, long flags) {
        Seat seat = seat(rank);
        long number = ++seat.proposed;
        carryOut(rank, number, agreement(rank, number).propose(flags));
        deliverHere();
        return number;
    }

    /** The decision of a rank's latest agreement, or null while there is none. */
    synchronized @Nullable Decision decision(int rank, long number) {
        Seat seat = seat(rank);
        return seat.decided >= number ? seat.decision : null;
    }

    synchronized void lost(int rank) {
        if (lost.get(rank)) {
            return;
        }
        lost.set(rank);
        for (int i = 0; i < seats.length; i++) {
            int mine = group.roster().localRank(i);
            for (Map.Entry<Long, Agreement> each :
                    Map.copyOf(seats[i].agreements).entrySet()) {
                carryOut(mine, each.getKey(), each.getValue().lost(rank));
            }
        }
        deliverHere();
    }

    /** How many agreements a rank has begun. */
    synchronized int proposed(int rank) {
        return (int) seat(rank).proposed;
    }

    /** A rank has left, and counts as lost in all agreements after so many; in those it goes on answering. */
    synchronized void left(int rank, int agreed) {
        left.put(rank, agreed);
        for (int i = 0; i < seats.length; i++) {
            int mine = group.roster().localRank(i);
            for (Map.Entry<Long, Agreement> each :
                    Map.copyOf(seats[i].agreements).entrySet()) {
                if (mine != rank && each.getKey() > agreed) {
                    carryOut(mine, each.getKey(), each.getValue().lost(rank));
                }
            }
        }
        deliverHere();
    }

    private boolean takesPart(int rank, long number) {
        return number <= left.getOrDefault(rank, Integer.MAX_VALUE);
    }

    /** A message from another process. */
    synchronized void hears(Frame frame, MemorySegment bytes, long at, int length) {
        long[] longs = new long[length / Long.BYTES];
        Elements.copyOut(ElementType.LONG, bytes, at, longs, 0, longs.length);
        local.add(new Delivery(frame.source, frame.destination, frame.call, AgreementMessage.fromLongs(longs)));
        deliverHere();
    }

    private void deliverHere() {
        for (Delivery next = local.poll(); next != null; next = local.poll()) {
            if (next.number >= seat(next.to).decided && takesPart(next.to, next.number)) {
                carryOut(next.to, next.number, agreement(next.to, next.number).received(next.from, next.message));
            }
        }
    }

    private void carryOut(int rank, long number, Iterable<AgreementEffect> effects) {
        for (AgreementEffect effect : effects) {
            switch (effect) {
                case AgreementEffect.Send(int to, AgreementMessage message) -> send(rank, to, number, message);
                case AgreementEffect.Decide(Decision decision) -> {
                    Seat seat = seat(rank);
                    seat.agreements.remove(number - 1);
                    seat.decided = number;
                    seat.decision = decision;
                }
            }
        }
    }

    private void send(int rank, int to, long number, AgreementMessage message) {
        if (group.roster().isLocal(to)) {
            local.add(new Delivery(rank, to, number, message));
            return;
        }
        Frame frame = group.frame(FrameKind.AGREE, rank, to);
        frame.call = number;
        frame.type = ElementType.LONG;
        long[] longs = message.toLongs();
        group.links()
                .post(
                        group.roster().worker(to),
                        LaneKind.CONTROL,
                        new Letter(frame, ElementType.LONG, longs, longs.length));
    }

    private Agreement agreement(int rank, long number) {
        return seat(rank).agreements.computeIfAbsent(number, any -> new Agreement(group.size(), rank, absent(number)));
    }

    private BitSet absent(long number) {
        var absent = (BitSet) lost.clone();
        left.forEach((rank, agreed) -> {
            if (agreed < number) {
                absent.set(rank);
            }
        });
        return absent;
    }

    private Seat seat(int rank) {
        return seats[group.roster().localIndex(rank)];
    }
}

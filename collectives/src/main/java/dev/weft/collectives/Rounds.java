package dev.weft.collectives;

import dev.weft.collectives.algorithm.Crew;

/** The rounds in which a rank meets all others of its worker, and sees that all make the same call. */
final class Rounds implements Crew {
    private final RankGroup group;
    private final Member mine;
    private final Member[] members;
    private final Courier courier;
    private final int index;
    private long round;
    private boolean lends;
    private long call;
    private long number;
    private ElementType type = ElementType.BYTE;

    Rounds(RankGroup group, Member mine, Member[] members, Courier courier) {
        this.group = group;
        this.mine = mine;
        this.members = members;
        this.courier = courier;
        this.index = group.roster().localIndex(mine.rank());
    }

    void beginCall(long fingerprint, long ofNumber, ElementType elements) {
        call = fingerprint;
        number = ofNumber;
        type = elements;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public int size() {
        return members.length;
    }

    @Override
    public int rank(int place) {
        return members[place].rank();
    }

    @Override
    public void meet() {
        courier.check();
        lends = false;
        meetAll();
    }

    @Override
    public void showSecond(Object elements, int offset) {
        courier.check();
        mine.slot(round + 1).lendSecond(elements, offset);
    }

    @Override
    public void showCounts(int[] counts, int[] displacements) {
        courier.check();
        mine.slot(round + 1).lendCounts(counts, displacements);
    }

    @Override
    public boolean areFew(int count) {
        return Slot.isShort(type, count);
    }

    @Override
    public void open(Object elements, int offset, int count, boolean copied) {
        courier.check();
        Slot slot = mine.slot(round + 1);
        if (copied) {
            slot.copyIn(type, elements, offset, count);
        } else {
            slot.lend(elements, offset);
        }
        lends = !copied;
        meetAll();
    }

    @Override
    public void close() {
        if (lends) {
            courier.checkRead();
            Slot lent = mine.slot(round);
            meetAll();
            lent.takeBack();
        }
    }

    private void meetAll() {
        round++;
        mine.slot(round).publish(round, call);
        boolean waits = false;
        for (Member peer : members) {
            Slot slot = peer.slot(round);
            if (slot.round() != round) {
                awaitRound(slot, waits);
                waits = true;
            }
            if (slot.call() != call) {
                throw courier.watch().differentCalls(peer.rank(), slot.call(), call, number);
            }
        }
        if (waits) {
            courier.endWait();
        }
    }

    /** One wait for all peers: where many come one after the other, each would begin it anew, with turns that want a core. */
    private void awaitRound(Slot slot, boolean waits) {
        if (!waits) {
            courier.beginWait();
        }
        while (slot.round() != round) {
            courier.turn();
        }
    }

    private Slot slot(int place) {
        return members[place].slot(round);
    }

    @Override
    public Object elements(int place) {
        return slot(place).array();
    }

    @Override
    public int offset(int place) {
        return slot(place).offset();
    }

    @Override
    public Object second(int place) {
        return slot(place).second();
    }

    @Override
    public int secondOffset(int place) {
        return slot(place).secondOffset();
    }

    @Override
    public int[] counts(int place) {
        return slot(place).counts();
    }

    @Override
    public int[] displacements(int place) {
        return slot(place).displacements();
    }

    @Override
    public RuntimeException countsDiffer(int place, int expected, int sent) {
        return courier.watch().countsDiffer(group.roster().localRank(place), expected, sent, call);
    }

    @Override
    public Object scratch(int place, int elements) {
        return courier.scratch(place, elements);
    }

    @Override
    public void copy(Object from, int fromOffset, Object into, int intoOffset, int count) {
        courier.copy(from, fromOffset, into, intoOffset, count);
    }

    @Override
    public void fold(Object into, int intoOffset, Object from, int fromOffset, int count) {
        courier.fold(into, intoOffset, from, fromOffset, count);
    }

    @Override
    public void foldBefore(Object into, int intoOffset, Object from, int fromOffset, int count) {
        courier.foldBefore(into, intoOffset, from, fromOffset, count);
    }
}

package dev.weft.collectives;

/** A rank of an {@link InMemoryGroup}, with the memory in which it meets the others. */
final class MemoryMember extends Member {
    private final Slot evenSlot = new Slot();
    private final Slot oddSlot = new Slot();
    private final Inbox inbox;

    MemoryMember(int rank, int groupSize) {
        super(rank);
        inbox = new Inbox(groupSize);
    }

    Slot slot(long round) {
        return (round & 1) == 0 ? evenSlot : oddSlot;
    }

    Inbox inbox() {
        return inbox;
    }

    @Override
    long progress() {
        return super.progress() + evenSlot.round() + oddSlot.round();
    }
}

package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where a rank shows its part of one round: which call it makes and where its elements are. The owner fills it in, then
 * {@link #publish} makes all of it visible at once; the others read it after they saw the round's number.
 *
 * <p>A rank has two slots and uses them in turn. It fills a slot for round n + 2 only after round n + 1 was complete,
 * which every rank joined after it had read round n: so nobody reads a slot that is being filled, and one waiting a
 * round is enough.
 *
 * <p>Fields stand between paddings, since a line that two ranks write would travel between the cores all the time.
 */
final class Slot extends PublishedPart {
    /** Elements up to this size are copied into the slot, so that a call is over in one round. */
    static final int INLINE_BYTES = 1024;

    static final int PADDING_BYTES = 128;
    private static final VarHandle ROUND = handle();

    long after0, after1, after2, after3, after4, after5, after6, after7;
    long after8, after9, after10, after11, after12, after13, after14, after15;

    static boolean isShort(ElementType type, int count) {
        return type.bytes(count) <= INLINE_BYTES;
    }

    /** Lends the caller's own array: it must stay as it is until a closing round. */
    void lend(Object elements, int first) {
        array = elements;
        offset = first;
    }

    /** Copies up to {@link #INLINE_BYTES}: the caller's array is free at once. */
    void copyIn(ElementType type, Object elements, int first, int count) {
        array = inline(type);
        offset = type.countIn(PADDING_BYTES);
        Elements.copy(type, elements, first, array, offset, count);
    }

    void lendSecond(Object elements, int first) {
        second = elements;
        secondOffset = first;
    }

    void lendCounts(int[] perRank, int[] firstPerRank) {
        counts = perRank;
        displacements = firstPerRank;
    }

    /** Lets go of what was lent. */
    void takeBack() {
        array = NOTHING;
        second = NOTHING;
        counts = NO_COUNTS;
        displacements = NO_COUNTS;
    }

    void publish(long number, long fingerprint) {
        call = fingerprint;
        ROUND.setRelease(this, number);
    }

    /** The round that this slot shows; what else it shows may be read after this. */
    long round() {
        return (long) ROUND.getAcquire(this);
    }

    long call() {
        return call;
    }

    Object array() {
        return array;
    }

    int offset() {
        return offset;
    }

    Object second() {
        return second;
    }

    int secondOffset() {
        return secondOffset;
    }

    int[] counts() {
        return counts;
    }

    int[] displacements() {
        return displacements;
    }

    private Object inline(ElementType type) {
        Object place = inline.get(type);
        if (place == null) {
            place = type.newArray(type.countIn(INLINE_BYTES + 2 * PADDING_BYTES));
            inline.put(type, place);
        }
        return place;
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(PublishedPart.class, "round", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

class PublishedPart extends LeadingPadding {
    static final Object NOTHING = new Object();
    static final int[] NO_COUNTS = {};

    long round;
    long call;
    Object array = NOTHING;
    int offset;
    Object second = NOTHING;
    int secondOffset;
    int[] counts = NO_COUNTS;
    int[] displacements = NO_COUNTS;
    final Map<ElementType, Object> inline = new EnumMap<>(ElementType.class);
}

class LeadingPadding {
    int fillsTheHeader;
    long before0, before1, before2, before3, before4, before5, before6, before7;
    long before8, before9, before10, before11, before12, before13, before14, before15;
}

package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;

/** The checks of what a caller passes, made before anything of the call can be seen by another rank. */
final class Arguments {
    private Arguments() {}

    /** A block of elements inside an array. */
    static void checkArea(
            ElementType type, String name, Object array, String offsetName, int offset, String countName, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("%s=%d < 0: pass 0 or more elements".formatted(countName, count));
        }
        long length = Elements.length(type, array);
        if (offset < 0) {
            throw new IndexOutOfBoundsException("%s=%d < 0: pass an index of %s".formatted(offsetName, offset, name));
        }
        if (offset + count > length) {
            throw new IndexOutOfBoundsException("%s=%d + %s=%d > %s.length=%d: pass a longer array or fewer elements"
                    .formatted(offsetName, offset, countName, count, name, length));
        }
    }

    static void checkArea(ElementType type, String name, Object array, String offsetName, int offset, long count) {
        checkArea(type, name, array, offsetName, offset, "count", count);
    }

    /** A block of elements for every rank. */
    static void checkAreas(
            ElementType type,
            String name,
            Object array,
            int first,
            String displacementsName,
            int[] displacements,
            String countsName,
            int[] counts) {
        for (int rank = 0; rank < counts.length; rank++) {
            int count = counts[rank];
            int offset = displacements[rank];
            if (count < 0 || offset < 0 || (long) first + offset + count > Elements.length(type, array)) {
                checkArea(type, name, array, at(displacementsName, rank), first + offset, at(countsName, rank), count);
            }
        }
    }

    static void checkPerRank(String name, int[] perRank, int size) {
        if (perRank.length != size) {
            throw new IllegalArgumentException(
                    "%s.length=%d != size=%d: pass one number per rank".formatted(name, perRank.length, size));
        }
    }

    static void checkRank(String name, int rank, int size) {
        if (rank < 0 || rank >= size) {
            throw new IllegalArgumentException("%s=%d %s: pass a rank from 0 to %d"
                    .formatted(name, rank, rank < 0 ? "< 0" : ">= size=" + size, size - 1));
        }
    }

    static void checkTag(int tag) {
        if (tag < 0) {
            throw new IllegalArgumentException("tag=%d < 0: pass 0 or more".formatted(tag));
        }
    }

    static void checkOp(ElementType type, Op op, long count) {
        if (!op.isDefinedFor(type)) {
            throw new IllegalArgumentException(
                    op.kind() == Op.Kind.OWN
                            ? "op=%s, type=%s: it was made for other types; make one with Op.ofDoubles or Op.ofLongs"
                                    .formatted(op, type.keyword())
                            : "op=%s, type=%s: bitwise operations are for integer types; pass SUM, PRODUCT, MIN or MAX"
                                    .formatted(op, type.keyword()));
        }
        if (count % op.width() != 0) {
            throw new IllegalArgumentException(
                    "count=%d, op=%s: it combines pairs of a value and a location, pass an even count"
                            .formatted(count, op));
        }
    }

    /** What is sent and what is received may lie in one array, but not on top of each other. */
    static void checkApart(
            ElementType type,
            Object send,
            int sendOffset,
            long sendCount,
            Object receive,
            int receiveOffset,
            long receiveCount) {
        boolean some = sendCount > 0 && receiveCount > 0;
        if (some && Elements.overlap(type, send, sendOffset, sendCount, receive, receiveOffset, receiveCount)) {
            throw new IllegalArgumentException(
                    "send area %d to %d overlaps receive area %d to %d: pass another array or offset"
                            .formatted(
                                    sendOffset, sendOffset + sendCount, receiveOffset, receiveOffset + receiveCount));
        }
    }

    /** A rank's own block and the blocks of all: apart, or it stands among them in its place. */
    static void checkApartOrInPlace(
            ElementType type,
            Object own,
            int ownOffset,
            long ownCount,
            Object all,
            int allOffset,
            long allCount,
            int place) {
        if (!Elements.isSamePlace(type, own, ownOffset, all, place)) {
            checkApart(type, own, ownOffset, ownCount, all, allOffset, allCount);
        }
    }

    private static String at(String name, int rank) {
        return name + "[" + rank + "]";
    }
}

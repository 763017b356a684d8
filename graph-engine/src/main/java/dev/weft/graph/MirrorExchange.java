package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.ThreadTeam;
import java.util.function.IntConsumer;

/**
 * Brings messages into the windows of the workers that mirror their sources. Where every vertex has a message, values travel alone; else a
 * bit for each mirrored vertex goes ahead, then the values of those that have one.
 */
final class MirrorExchange {
    private final Communicator communicator;
    private final ThreadTeam team;
    private final Window window;
    private final int skew;
    private final int base;
    private final Side sent;
    private final Side received;

    /**
     * @param base the rank's first vertex
     * @param skew its bit in the rank's bit sets
     */
    MirrorExchange(
            Communicator communicator, ThreadTeam team, Window window, int base, int skew, Legs sent, Legs received) {
        this.communicator = communicator;
        this.team = team;
        this.window = window;
        this.base = base;
        this.skew = skew;
        this.sent = new Side(sent);
        this.received = new Side(received);
    }

    /** What one side of the exchange holds; all places are those of {@link Legs}. */
    private static final class Side {
        final Legs legs;
        final long[] values;
        final long[] words;
        final int[] counts;
        final int[] starts;
        /** For each piece how many members it has, then where their values begin. */
        final int[] places;

        Side(Legs legs) {
            this.legs = legs;
            this.values = new long[legs.total()];
            this.words = new long[legs.words()];
            this.counts = new int[legs.counts.length];
            this.starts = new int[legs.counts.length];
            this.places = new int[legs.pieces()];
        }

        /** From the number of members of each piece to places; the pieces of a rank lie side by side. */
        void place() {
            int next = 0;
            int piece = 0;
            for (int rank = 0; rank < counts.length; rank++) {
                starts[rank] = next;
                for (; piece < places.length && legs.rank(piece) == rank; piece++) {
                    int count = places[piece];
                    places[piece] = next;
                    next += count;
                }
                counts[rank] = next - starts[rank];
            }
        }
    }

    /** Every vertex that has an outgoing edge has a message. */
    void sendAll() {
        team.forEachChunk(sent.places.length, (piece, _) -> pack(piece));
        communicator.allToAllV(
                sent.values,
                sent.legs.counts,
                sent.legs.starts,
                received.values,
                received.legs.counts,
                received.legs.starts);
        team.forEachChunk(received.places.length, (piece, _) -> unpack(piece));
    }

    private void pack(int piece) {
        Legs legs = sent.legs;
        long[] messages = window.messages();
        long[] values = sent.values;
        int[] list = legs.list(piece);
        int from = legs.from(piece);
        int to = legs.valueStart(piece);
        int length = legs.length(piece);
        for (int i = 0; i < length; i++) {
            values[to + i] = messages[list[from + i]];
        }
    }

    private void unpack(int piece) {
        Legs legs = received.legs;
        long[] messages = window.messages();
        long[] values = received.values;
        int[] list = legs.list(piece);
        int to = legs.from(piece);
        int from = legs.valueStart(piece);
        int length = legs.length(piece);
        for (int i = 0; i < length; i++) {
            messages[list[to + i]] = values[from + i];
        }
    }

    /** Each vertex of another worker whose message comes by way of this rank, on all threads. */
    void forEachReceived(IntConsumer action) {
        Legs legs = received.legs;
        team.forEachChunk(received.places.length, (piece, _) -> {
            int[] list = legs.list(piece);
            int from = legs.from(piece);
            for (int i = from; i < from + legs.length(piece); i++) {
                action.accept(list[i]);
            }
        });
    }

    /** The members of the rank's bit set have messages that all workers know. */
    void sendMembers(long[] members) {
        team.forEachChunk(sent.places.length, (piece, _) -> mark(piece, members));
        exchangeWords();
        team.forEachChunk(received.places.length, (piece, _) -> unpackMembers(piece, false));
    }

    /** The members of the rank's bit set have messages. */
    void send(long[] members) {
        team.forEachChunk(sent.places.length, (piece, _) -> mark(piece, members));
        sent.place();
        team.forEachChunk(sent.places.length, (piece, _) -> packMembers(piece));
        exchangeWords();
        team.forEachChunk(received.places.length, (piece, _) -> countMembers(piece));
        received.place();
        communicator.allToAllV(
                sent.values, sent.counts, sent.starts, received.values, received.counts, received.starts);
        team.forEachChunk(received.places.length, (piece, _) -> unpackMembers(piece, true));
    }

    private void exchangeWords() {
        communicator.allToAllV(
                sent.words,
                sent.legs.wordCounts,
                sent.legs.wordStarts,
                received.words,
                received.legs.wordCounts,
                received.legs.wordStarts);
    }

    private void mark(int piece, long[] members) {
        Legs legs = sent.legs;
        int[] list = legs.list(piece);
        int from = legs.from(piece);
        int length = legs.length(piece);
        int shift = skew - base;
        int count = 0;
        for (int i = 0; i < length; i += 64) {
            int end = Math.min(64, length - i);
            long word = 0;
            for (int j = 0; j < end; j++) {
                int bit = list[from + i + j] + shift;
                word |= (members[bit >>> 6] >>> bit & 1L) << j;
            }
            sent.words[legs.wordStart(piece) + (i >>> 6)] = word;
            count += Long.bitCount(word);
        }
        sent.places[piece] = count;
    }

    private void packMembers(int piece) {
        Legs legs = sent.legs;
        long[] messages = window.messages();
        int[] list = legs.list(piece);
        int from = legs.from(piece);
        int words = (legs.length(piece) + 63) >>> 6;
        int next = sent.places[piece];
        for (int w = 0; w < words; w++) {
            for (long word = sent.words[legs.wordStart(piece) + w]; word != 0; word &= word - 1) {
                sent.values[next++] = messages[list[from + (w << 6) + Long.numberOfTrailingZeros(word)]];
            }
        }
    }

    private void countMembers(int piece) {
        Legs legs = received.legs;
        int start = legs.wordStart(piece);
        int end = start + ((legs.length(piece) + 63) >>> 6);
        int count = 0;
        for (int w = start; w < end; w++) {
            count += Long.bitCount(received.words[w]);
        }
        received.places[piece] = count;
    }

    /** Gives the mirrored vertices their messages, if these came, and their bits in the worker's set word by word: other pieces may share one. */
    private void unpackMembers(int piece, boolean withMessages) {
        Legs legs = received.legs;
        long[] messages = window.messages();
        int[] list = legs.list(piece);
        int from = legs.from(piece);
        int length = legs.length(piece);
        int next = received.places[piece];
        int at = length == 0 ? 0 : list[from] >>> 6;
        long mask = 0;
        long bits = 0;
        for (int i = 0; i < length; i++) {
            int vertex = list[from + i];
            if (vertex >>> 6 != at) {
                VertexBits.replaceShared(window.members(), at, mask, bits);
                at = vertex >>> 6;
                mask = 0;
                bits = 0;
            }
            mask |= 1L << vertex;
            if ((received.words[legs.wordStart(piece) + (i >>> 6)] >>> i & 1L) != 0) {
                bits |= 1L << vertex;
                if (withMessages) {
                    messages[vertex] = received.values[next++];
                }
            }
        }
        if (mask != 0) {
            VertexBits.replaceShared(window.members(), at, mask, bits);
        }
    }
}

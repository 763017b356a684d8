package dev.weft.collectives.recovery;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What members of an {@link Agreement} tell each other. On the wire a message is two longs, and one more for every 64 members up to the
 * highest that is lost:
 *
 * <pre>
 *   kind (1 propose, 2 decided) | flags | lost members 0..63 as bits | 64..127 | ...
 * </pre>
 */
public sealed interface AgreementMessage {
    long flags();

    /** Members known to be lost, ascending. */
    List<Integer> lost();

    /** To the leader: what the sender wants to agree on. */
    record Propose(long flags, List<Integer> lost) implements AgreementMessage {
        public Propose {
            lost = List.copyOf(lost);
        }
    }

    /** To a member that proposed, or to a new leader: what has been agreed on. */
    record Decided(Decision decision) implements AgreementMessage {
        @Override
        public long flags() {
            return decision.flags();
        }

        @Override
        public List<Integer> lost() {
            return decision.lost();
        }
    }

    /** The message as {@link #fromLongs} reads it. */
    default long[] toLongs() {
        var bits = new BitSet();
        lost().forEach(bits::set);
        long[] words = bits.toLongArray();
        var longs = new long[2 + words.length];
        longs[0] = switch (this) {
            case Propose _ -> 1;
            case Decided _ -> 2;
        };
        longs[1] = flags();
        System.arraycopy(words, 0, longs, 2, words.length);
        return longs;
    }

    /** The message that {@link #toLongs} wrote. */
    static AgreementMessage fromLongs(long[] longs) {
        if (longs.length < 2 || longs[0] < 1 || longs[0] > 2) {
            throw new IllegalArgumentException("not a message of an agreement: " + Arrays.toString(longs));
        }
        List<Integer> lost = BitSet.valueOf(Arrays.copyOfRange(longs, 2, longs.length)).stream()
                .boxed()
                .toList();
        return longs[0] == 1 ? new Propose(longs[1], lost) : new Decided(new Decision(longs[1], lost));
    }
}

package dev.weft.graph;

import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.Weights;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** What {@link Copies} copies: without lambdas, nested classes or state. */
final class CallLoops implements Calls {
    CallLoops() {}

    @Override
    public void write(
            EdgeFunction function,
            long[] words,
            int skew,
            int first,
            int end,
            int base,
            int[] outDegrees,
            long[] messages) {
        for (int w = first >>> 6; w << 6 < end; w++) {
            long word = words[w] & VertexBits.mask(w, first, end);
            int vertex = (w << 6) - skew;
            if (word == -1L) {
                for (int v = vertex; v < vertex + 64; v++) {
                    if (outDegrees[base + v] != 0) {
                        messages[base + v] = function.messageBits(v);
                    }
                }
                continue;
            }
            while (word != 0) {
                int v = vertex + Long.numberOfTrailingZeros(word);
                word &= word - 1;
                if (outDegrees[base + v] != 0) {
                    messages[base + v] = function.messageBits(v);
                }
            }
        }
    }

    @Override
    public int pull(
            EdgeFunction function,
            int[] offsets,
            int[] neighbours,
            Weights weights,
            long[] messages,
            long[] members,
            boolean whole,
            int first,
            int[] targets,
            long[] values,
            int count) {
        Fold fold = function.fold;
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int end = offsets[target - first + 1];
            long combined = fold.identity;
            boolean came = false;
            for (int i = offsets[target - first]; i < end; i++) {
                int source = neighbours[i];
                if (whole || (members[source >>> 6] & 1L << source) != 0) {
                    long message = Join.apply(function, messages[source], weights.at(i));
                    combined = Fold.apply(fold, combined, message);
                    came = true;
                    if (fold == Fold.FIRST) {
                        combined = message;
                        break;
                    }
                }
            }
            if (came) {
                targets[hits] = target;
                values[hits++] = combined;
            }
        }
        return hits;
    }

    @Override
    public void spread(EdgeFunction function, VertexBits members, Senders senders, Inbox inbox) {
        long[] words = members.words();
        int[] sources = senders.sources;
        int count = 0;
        for (int w = members.next(0, words.length); w < words.length; w = members.next(w + 1, words.length)) {
            if (count > Senders.BLOCK - 64) {
                senders.count = count;
                spread(function, senders, inbox);
                count = 0;
            }
            for (long word = words[w]; word != 0; word &= word - 1) {
                sources[count++] = (w << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        senders.count = count;
        spread(function, senders, inbox);
    }

    private static void spread(EdgeFunction function, Senders senders, Inbox inbox) {
        senders.locate();
        writeMessages(function, senders);
        for (int i = 0; i < senders.count; i++) {
            if (senders.starts[i] < senders.ends[i]) {
                spread(
                        function,
                        senders.messages[i],
                        senders.out(),
                        senders.partitions[i],
                        senders.starts[i],
                        senders.ends[i],
                        inbox);
            }
        }
    }

    private static void writeMessages(EdgeFunction function, Senders senders) {
        long[] ids = senders.ids();
        boolean sendsIds = function.sendsIds();
        for (int i = 0; i < senders.count; i++) {
            if (sendsIds) {
                senders.messages[i] = ids[senders.sources[i]];
            } else if (senders.starts[i] < senders.ends[i]) {
                senders.messages[i] = function.messageBits(senders.sources[i]);
            }
        }
    }

    private static void spread(
            EdgeFunction function, long message, Adjacency out, int partition, int from, int to, Inbox inbox) {
        int[] neighbours = out.neighbours(partition);
        if (function.join == Join.NONE) {
            for (int i = from; i < to; i++) {
                int target = neighbours[i];
                if (inbox.isOpen(target) && function.needs(target, message)) {
                    inbox.take(target, message);
                }
            }
        } else {
            Weights weights = out.weights(partition);
            for (int i = from; i < to; i++) {
                int target = neighbours[i];
                long value = Join.apply(function, message, weights.at(i));
                if (inbox.isOpen(target) && function.needs(target, value)) {
                    inbox.take(target, value);
                }
            }
        }
    }

    @Override
    public int update(EdgeFunction function, int count, int[] targets, long[] values) {
        int accepted = 0;
        for (int i = 0; i < count; i++) {
            int target = targets[i];
            if (function.updateBits(target, values[i])) {
                targets[accepted++] = target;
            }
        }
        return accepted;
    }

    @Override
    public int updateRange(EdgeFunction function, int from, int to, long[] values, int[] accepted) {
        int count = 0;
        for (int target = from; target < to; target++) {
            if (function.updateBits(target, values[target - from])) {
                accepted[count++] = target;
            }
        }
        return count;
    }

    @Override
    public void writeRows(
            RowFunction function,
            long[] words,
            int skew,
            int first,
            int end,
            int base,
            int[] outDegrees,
            RowWindow rows) {
        for (int w = first >>> 6; w << 6 < end; w++) {
            for (long word = words[w] & VertexBits.mask(w, first, end); word != 0; word &= word - 1) {
                int v = (w << 6) - skew + Long.numberOfTrailingZeros(word);
                if (outDegrees[base + v] != 0) {
                    function.message(v, rows.block(base + v), rows.at(base + v));
                }
            }
        }
    }

    @Override
    public int updateRows(RowFunction function, int count, int[] targets, float[] sums) {
        int accepted = 0;
        for (int i = 0; i < count; i++) {
            int target = targets[i];
            if (function.update(target, sums, i * function.width)) {
                targets[accepted++] = target;
            }
        }
        return accepted;
    }

    @Override
    public void each(IntConsumer action, int from, int to) {
        for (int v = from; v < to; v++) {
            action.accept(v);
        }
    }

    @Override
    public void eachMember(IntConsumer action, VertexBits members, int skew, int first, int end) {
        long[] words = members.words();
        int endWord = (end + 63) >>> 6;
        for (int w = members.next(first >>> 6, endWord); w < endWord; w = members.next(w + 1, endWord)) {
            for (long word = words[w] & VertexBits.mask(w, first, end); word != 0; word &= word - 1) {
                action.accept((w << 6) - skew + Long.numberOfTrailingZeros(word));
            }
        }
    }

    @Override
    public double sum(IntToDoubleFunction value, int from, int to) {
        double sum = 0.0;
        for (int v = from; v < to; v++) {
            sum += value.applyAsDouble(v);
        }
        return sum;
    }

    @Override
    public long count(IntPredicate condition, int from, int to) {
        long count = 0;
        for (int v = from; v < to; v++) {
            count += condition.test(v) ? 1 : 0;
        }
        return count;
    }

    @Override
    public long min(IntToLongFunction value, int from, int to) {
        long least = Long.MAX_VALUE;
        for (int v = from; v < to; v++) {
            least = Math.min(least, value.applyAsLong(v));
        }
        return least;
    }

    @Override
    public long max(IntToLongFunction value, int from, int to) {
        long greatest = Long.MIN_VALUE;
        for (int v = from; v < to; v++) {
            greatest = Math.max(greatest, value.applyAsLong(v));
        }
        return greatest;
    }

    @Override
    public void filter(IntPredicate condition, VertexBits members, int skew, int first, int end, VertexBits kept) {
        long[] words = members.words();
        int endWord = (end + 63) >>> 6;
        for (int w = members.next(first >>> 6, endWord); w < endWord; w = members.next(w + 1, endWord)) {
            int vertex = (w << 6) - skew;
            long bits = 0;
            for (long word = words[w] & VertexBits.mask(w, first, end); word != 0; word &= word - 1) {
                if (condition.test(vertex + Long.numberOfTrailingZeros(word))) {
                    bits |= Long.lowestOneBit(word);
                }
            }
            if (bits != 0) {
                kept.addShared(w, bits);
            }
        }
    }
}

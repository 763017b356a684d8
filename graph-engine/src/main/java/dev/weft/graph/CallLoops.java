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
    public void foldRows(
            RowFunction function,
            int[] sources,
            float[] weights,
            int from,
            int to,
            RowWindow rows,
            float[] into,
            int at) {
        int place = 0;
        for (; place + 4 < rows.stride; place += 8) {
            foldEight(function, sources, weights, from, to, rows, place, into, at + place);
        }
        if (place < rows.stride) {
            foldFour(function, sources, weights, from, to, rows, place, into, at + place);
        }
    }

    /** Of each row the places from {@code place} on; what they are combined to stays in registers. */
    private static void foldEight(
            RowFunction function,
            int[] sources,
            float[] weights,
            int from,
            int to,
            RowWindow rows,
            int place,
            float[] into,
            int at) {
        float[][] blocks = rows.blocks;
        int stride = rows.stride;
        boolean weighted = function.weight != Weight.NONE;
        float a = into[at];
        float b = into[at + 1];
        float c = into[at + 2];
        float d = into[at + 3];
        float e = into[at + 4];
        float f = into[at + 5];
        float g = into[at + 6];
        float h = into[at + 7];
        for (int i = from; i < to; i++) {
            int source = sources[i];
            float[] row = blocks[source >>> RowWindow.BLOCK_BITS];
            int j = (source & RowWindow.BLOCK - 1) * stride + place;
            float weight = weighted ? weights[i] : 0;
            a = combine(function, a, row[j], weight);
            b = combine(function, b, row[j + 1], weight);
            c = combine(function, c, row[j + 2], weight);
            d = combine(function, d, row[j + 3], weight);
            e = combine(function, e, row[j + 4], weight);
            f = combine(function, f, row[j + 5], weight);
            g = combine(function, g, row[j + 6], weight);
            h = combine(function, h, row[j + 7], weight);
        }
        into[at] = a;
        into[at + 1] = b;
        into[at + 2] = c;
        into[at + 3] = d;
        into[at + 4] = e;
        into[at + 5] = f;
        into[at + 6] = g;
        into[at + 7] = h;
    }

    private static void foldFour(
            RowFunction function,
            int[] sources,
            float[] weights,
            int from,
            int to,
            RowWindow rows,
            int place,
            float[] into,
            int at) {
        float[][] blocks = rows.blocks;
        int stride = rows.stride;
        boolean weighted = function.weight != Weight.NONE;
        float a = into[at];
        float b = into[at + 1];
        float c = into[at + 2];
        float d = into[at + 3];
        for (int i = from; i < to; i++) {
            int source = sources[i];
            float[] row = blocks[source >>> RowWindow.BLOCK_BITS];
            int j = (source & RowWindow.BLOCK - 1) * stride + place;
            float weight = weighted ? weights[i] : 0;
            a = combine(function, a, row[j], weight);
            b = combine(function, b, row[j + 1], weight);
            c = combine(function, c, row[j + 2], weight);
            d = combine(function, d, row[j + 3], weight);
        }
        into[at] = a;
        into[at + 1] = b;
        into[at + 2] = c;
        into[at + 3] = d;
    }

    private static float combine(RowFunction function, float before, float message, float weight) {
        float value = message;
        if (function.weight == Weight.PLUS) {
            value = message + weight;
        } else if (function.weight == Weight.TIMES) {
            value = message * weight;
        }
        if (function.op == Op.SUM) {
            return before + value;
        }
        boolean better = function.op == Op.MIN ? value < before : value > before;
        return better ? value : before;
    }

    @Override
    public int updateRows(RowFunction function, int count, int[] targets, float[] sums, int stride) {
        int accepted = 0;
        for (int i = 0; i < count; i++) {
            int target = targets[i];
            if (function.update(target, sums, i * stride)) {
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

package dev.weft.graph;

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
            long word = words[w] & Frontier.mask(w, first, end);
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
            for (long word = words[w] & Frontier.mask(w, first, end); word != 0; word &= word - 1) {
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
    public void eachMember(IntConsumer action, long[] words, int skew, int first, int end) {
        for (int w = first >>> 6; w << 6 < end; w++) {
            for (long word = words[w] & Frontier.mask(w, first, end); word != 0; word &= word - 1) {
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
    public void filter(IntPredicate condition, long[] words, int skew, int first, int end, long[] kept) {
        for (int w = first >>> 6; w << 6 < end; w++) {
            int vertex = (w << 6) - skew;
            long bits = 0;
            for (long word = words[w] & Frontier.mask(w, first, end); word != 0; word &= word - 1) {
                if (condition.test(vertex + Long.numberOfTrailingZeros(word))) {
                    bits |= Long.lowestOneBit(word);
                }
            }
            if (bits != 0) {
                Frontier.setShared(kept, w, bits);
            }
        }
    }
}

package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VertexStackTest {
    private static final int SEEDS = 200;
    private static final int STACKS = 3;
    private static final int MOST_AT_ONCE = 3000;

    /** Stacks that share their blocks, each beside a plain one: whatever is added, taken and cleared, none disturbs another. */
    @Test
    void stacksThatShareBlocksKeepTheirVertices() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var spare = new ArrayDeque<int[]>();
            var stacks = new VertexStack[STACKS];
            var plain = new IntStack[STACKS];
            for (int s = 0; s < STACKS; s++) {
                stacks[s] = new VertexStack(spare);
                plain[s] = new IntStack();
            }
            for (int step = 0; step < 30; step++) {
                int s = random.nextInt(STACKS);
                change(random, stacks[s], plain[s], "seed=" + seed + " step=" + step);
                for (int each = 0; each < STACKS; each++) {
                    assertThat(copied(stacks[each]))
                            .as("seed=" + seed + " step=" + step + " stack=" + each)
                            .isEqualTo(plain[each].toArray());
                }
            }
        }
    }

    private static void change(Random random, VertexStack stack, IntStack plain, String when) {
        int count = random.nextInt(MOST_AT_ONCE);
        switch (random.nextInt(5)) {
            case 0 -> {
                stack.clear();
                plain.clear();
            }
            case 1, 2 -> {
                for (int i = 0; i < count && !plain.isEmpty(); i++) {
                    assertThat(stack.peek()).as(when).isEqualTo(plain.peek());
                    assertThat(stack.pop()).as(when).isEqualTo(plain.pop());
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    int vertex = random.nextInt();
                    stack.push(vertex);
                    plain.push(vertex);
                }
            }
        }
        assertThat(stack.size()).as(when).isEqualTo(plain.size());
        assertThat(stack.isEmpty()).as(when).isEqualTo(plain.isEmpty());
    }

    private static int[] copied(VertexStack stack) {
        var all = new int[stack.size()];
        stack.copy(all, 0);
        return all;
    }

    /** One array that is large enough. */
    private static final class IntStack {
        private final int[] values = new int[30 * MOST_AT_ONCE];
        private int size;

        void push(int value) {
            values[size++] = value;
        }

        int pop() {
            return values[--size];
        }

        int peek() {
            return values[size - 1];
        }

        int size() {
            return size;
        }

        boolean isEmpty() {
            return size == 0;
        }

        void clear() {
            size = 0;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}

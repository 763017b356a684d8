package dev.weft.launcher;

import dev.weft.runtime.Column;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The vertices with the largest values, as a table. */
final class TopTable {
    private TopTable() {}

    static void print(String name, Column column, int rows, PrintStream out) {
        List<Integer> largest = largest(column, rows);
        int width = "vertex".length();
        for (int index : largest) {
            width = Math.max(width, column.ids().name(index).length());
        }
        var format = "%-" + width + "s  %s%n";
        out.printf(format, "vertex", name);
        for (int index : largest) {
            out.printf(format, column.ids().name(index), column.text(index));
        }
    }

    /** The indices of the {@code count} largest values, descending; equal values by ascending id. */
    static List<Integer> largest(Column column, int count) {
        Order order = descending(column);
        var kept = new PriorityQueue<Integer>((a, b) -> order.compare(b, a));
        int size = column.size();
        for (int i = 0; i < size; i++) {
            if (kept.size() < count) {
                kept.add(i);
            } else if (order.compare(i, kept.element()) < 0) {
                kept.remove();
                kept.add(i);
            }
        }
        var largest = new ArrayList<>(kept);
        largest.sort(order::compare);
        return largest;
    }

    @FunctionalInterface
    private interface Order {
        int compare(int a, int b);

        default Order orElseAscending() {
            return (a, b) -> {
                int byThis = compare(a, b);
                return byThis == 0 ? Integer.compare(a, b) : byThis;
            };
        }
    }

    private static Order descending(Column column) {
        Order byValue = switch (column) {
            case Column.Longs(var _, long[] values) -> (a, b) -> Long.compare(values[b], values[a]);
            case Column.Doubles(var _, double[] values) -> (a, b) -> descending(values[a], values[b]);
        };
        return byValue.orElseAscending();
    }

    /** NaN, which is no number, comes last. */
    private static int descending(double a, double b) {
        boolean comparable = !Double.isNaN(a) && !Double.isNaN(b);
        return comparable ? Double.compare(b, a) : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
}

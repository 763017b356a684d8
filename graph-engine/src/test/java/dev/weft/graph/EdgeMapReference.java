package dev.weft.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** What an edge map delivers, by ids and in the obvious way. */
final class EdgeMapReference {
    private final Map<Long, List<Entry>> in = new HashMap<>();
    private final Map<Long, Integer> degree = new HashMap<>();
    private final Set<Long> ids = new TreeSet<>();

    EdgeMapReference(Edges edges) {
        for (long id : edges.vertices()) {
            ids.add(id);
        }
        for (int i = 0; i < edges.sources().length; i++) {
            double weight = edges.weighted() ? edges.weights()[i] : 0;
            add(edges.sources()[i], edges.targets()[i], weight, edges.directed());
        }
        Comparator<Long> order = Comparator.<Long>comparingInt(id -> -degree.getOrDefault(id, 0))
                .thenComparing(Comparator.naturalOrder());
        in.values()
                .forEach(entries ->
                        entries.sort(Comparator.comparing(Entry::source, order).thenComparingDouble(Entry::weight)));
    }

    private record Entry(long source, double weight) {}

    /** What an edge makes of a message's bits. */
    @FunctionalInterface
    interface Along {
        long apply(long bits, double weight);
    }

    private void add(long source, long target, double weight, boolean directed) {
        ids.add(source);
        ids.add(target);
        in.computeIfAbsent(target, _ -> new ArrayList<>()).add(new Entry(source, weight));
        degree.merge(target, 1, Integer::sum);
        if (directed || source != target) {
            degree.merge(source, 1, Integer::sum);
        }
        if (!directed && source != target) {
            in.computeIfAbsent(source, _ -> new ArrayList<>()).add(new Entry(target, weight));
        }
    }

    /** Combined bits by target id, for those targets that update is called for. */
    Map<Long, Long> deliver(
            LongPredicate from,
            LongPredicate open,
            Fold fold,
            Deliver deliver,
            LongUnaryOperator message,
            Along along) {
        var combined = new HashMap<Long, Long>();
        for (long target : ids) {
            boolean came = false;
            long value = fold.identity;
            for (Entry entry : in.getOrDefault(target, List.of())) {
                if (from.test(entry.source)) {
                    long bits = along.apply(message.applyAsLong(entry.source), entry.weight);
                    value = fold == Fold.FIRST && !came ? bits : Fold.apply(fold, value, bits);
                    came = true;
                }
            }
            if (open.test(target) && (came || deliver == Deliver.TO_ALL)) {
                combined.put(target, value);
            }
        }
        return combined;
    }

    long[] members(LongPredicate condition) {
        return ids.stream().mapToLong(Long::longValue).filter(condition).toArray();
    }
}

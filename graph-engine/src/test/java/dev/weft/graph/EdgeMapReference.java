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
    private final Map<Long, List<Long>> in = new HashMap<>();
    private final Map<Long, Integer> degree = new HashMap<>();
    private final Set<Long> ids = new TreeSet<>();

    EdgeMapReference(Edges edges) {
        for (long id : edges.vertices()) {
            ids.add(id);
        }
        for (int i = 0; i < edges.sources().length; i++) {
            add(edges.sources()[i], edges.targets()[i], edges.directed());
        }
        Comparator<Long> order = Comparator.<Long>comparingInt(id -> -degree.getOrDefault(id, 0))
                .thenComparing(Comparator.naturalOrder());
        in.values().forEach(sources -> sources.sort(order));
    }

    private void add(long source, long target, boolean directed) {
        ids.add(source);
        ids.add(target);
        in.computeIfAbsent(target, _ -> new ArrayList<>()).add(source);
        degree.merge(target, 1, Integer::sum);
        if (directed || source != target) {
            degree.merge(source, 1, Integer::sum);
        }
        if (!directed && source != target) {
            in.computeIfAbsent(source, _ -> new ArrayList<>()).add(target);
        }
    }

    /** Combined bits by target id, for those targets that update is called for. */
    Map<Long, Long> deliver(
            LongPredicate from, LongPredicate open, Fold fold, Deliver deliver, LongUnaryOperator message) {
        var combined = new HashMap<Long, Long>();
        for (long target : ids) {
            boolean came = false;
            long value = fold.identity;
            for (long source : in.getOrDefault(target, List.of())) {
                if (from.test(source)) {
                    long bits = message.applyAsLong(source);
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

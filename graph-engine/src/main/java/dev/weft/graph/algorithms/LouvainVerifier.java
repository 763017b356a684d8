package dev.weft.graph.algorithms;

import dev.weft.runtime.Ids;
import java.util.Arrays;
import java.util.Optional;

/**
 * Checks {@link Louvain}: labels are the smallest ids of their communities, the modularity is that of the labels, and it is about as high
 * as a serial Louvain's, which moves one vertex at a time.
 */
public final class LouvainVerifier {
    private LouvainVerifier() {}

    /**
     * Checks every label, and the modularity.
     *
     * @param community by position
     * @param modularity what was said of these communities
     * @param margin how much less than a serial Louvain's it may be
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(
            SerialGraph graph, Ids ids, long[] community, double modularity, double margin) {
        int n = graph.vertexCount();
        if (community.length != n) {
            return Optional.of("labels=" + community.length + " != vertices=" + n);
        }
        var label = new int[n];
        for (int v = n - 1; v >= 0; v--) {
            label[v] = ids.position(community[v]);
            if (label[v] < 0 || label[v] > v || community[label[v]] != community[v]) {
                return Optional.of("community[" + v + "]=" + community[v] + " is not its smallest member");
            }
        }
        SerialLouvain serial = SerialLouvain.of(graph);
        double expected = serial.modularity(label);
        if (!(Math.abs(modularity - expected) <= 1e-6)) {
            return Optional.of("modularity=" + modularity + " but that of the labels is " + expected);
        }
        double best = serial.optimise();
        return modularity >= best - margin
                ? Optional.empty()
                : Optional.of("modularity=" + modularity + " but a serial Louvain has " + best);
    }

    /** One level: {@code weights[i]} from a vertex to {@code targets[i]}, in both orders; a loop stands once, with twice its weight. */
    private record SerialLouvain(int[] starts, int[] targets, double[] weights) {
        static SerialLouvain of(SerialGraph graph) {
            int n = graph.vertexCount();
            var starts = new int[n + 1];
            forEach(graph, (source, _, _) -> starts[source + 1]++);
            Arrays.parallelPrefix(starts, Integer::sum);
            int[] next = starts.clone();
            var targets = new int[starts[n]];
            var weights = new double[starts[n]];
            forEach(graph, (source, target, weight) -> {
                targets[next[source]] = target;
                weights[next[source]++] = weight;
            });
            return new SerialLouvain(starts, targets, weights);
        }

        private interface Entry {
            void take(int source, int target, double weight);
        }

        private static void forEach(SerialGraph graph, Entry entry) {
            for (int v = 0; v < graph.vertexCount(); v++) {
                for (int i = 0; i < graph.degree(v); i++) {
                    int target = graph.target(v, i);
                    double weight = graph.weighted() ? graph.weight(v, i) : 1.0;
                    entry.take(v, target, target == v ? 2 * weight : weight);
                    if (graph.directed() && target != v) {
                        entry.take(target, v, weight);
                    }
                }
            }
        }

        private int size() {
            return starts.length - 1;
        }

        private double[] degrees() {
            var degrees = new double[size()];
            for (int v = 0; v < size(); v++) {
                for (int i = starts[v]; i < starts[v + 1]; i++) {
                    degrees[v] += weights[i];
                }
            }
            return degrees;
        }

        double modularity(int[] label) {
            double[] degrees = degrees();
            double all = Arrays.stream(degrees).sum();
            var total = new double[size()];
            double inside = 0.0;
            for (int v = 0; v < size(); v++) {
                total[label[v]] += degrees[v];
                for (int i = starts[v]; i < starts[v + 1]; i++) {
                    inside += label[v] == label[targets[i]] ? weights[i] : 0.0;
                }
            }
            double expected = Arrays.stream(total).map(t -> t / all * (t / all)).sum();
            return all == 0 ? 0.0 : inside / all - expected;
        }

        /** The modularity when neither moves nor contracting bring anything. */
        double optimise() {
            int[] label = moved();
            double modularity = modularity(label);
            var single = new int[size()];
            Arrays.setAll(single, v -> v);
            return modularity - modularity(single) < 1e-7
                    ? modularity
                    : contracted(label).optimise();
        }

        private int[] moved() {
            double[] degrees = degrees();
            double all = Arrays.stream(degrees).sum();
            double[] total = degrees.clone();
            var label = new int[size()];
            Arrays.setAll(label, v -> v);
            var to = new double[size()];
            for (boolean again = true; again; ) {
                double before = modularity(label);
                for (int v = 0; v < size(); v++) {
                    for (int i = starts[v]; i < starts[v + 1]; i++) {
                        to[label[targets[i]]] += targets[i] == v ? 0.0 : weights[i];
                    }
                    int best = label[v];
                    total[best] -= degrees[v];
                    for (int i = starts[v]; i < starts[v + 1]; i++) {
                        int other = label[targets[i]];
                        best = to[other] - degrees[v] * total[other] / all > to[best] - degrees[v] * total[best] / all
                                ? other
                                : best;
                    }
                    for (int i = starts[v]; i < starts[v + 1]; i++) {
                        to[label[targets[i]]] = 0.0;
                    }
                    label[v] = best;
                    total[best] += degrees[v];
                }
                again = modularity(label) - before > 1e-7;
            }
            return label;
        }

        private SerialLouvain contracted(int[] label) {
            var number = new int[size()];
            int count = 0;
            for (int v = 0; v < size(); v++) {
                number[label[v]] = 1;
            }
            for (int v = 0; v < size(); v++) {
                number[v] = number[v] == 1 ? count++ : -1;
            }
            var ends = new int[count + 1];
            for (int v = 0; v < size(); v++) {
                ends[number[label[v]] + 1] += starts[v + 1] - starts[v];
            }
            Arrays.parallelPrefix(ends, Integer::sum);
            int[] next = ends.clone();
            var newTargets = new int[targets.length];
            for (int v = 0; v < size(); v++) {
                for (int i = starts[v]; i < starts[v + 1]; i++) {
                    newTargets[next[number[label[v]]]] = number[label[targets[i]]];
                    next[number[label[v]]]++;
                }
            }
            return new SerialLouvain(ends, newTargets, weights(label, number, ends));
        }

        private double[] weights(int[] label, int[] number, int[] ends) {
            int[] next = ends.clone();
            var moved = new double[weights.length];
            for (int v = 0; v < size(); v++) {
                for (int i = starts[v]; i < starts[v + 1]; i++) {
                    moved[next[number[label[v]]]++] = weights[i];
                }
            }
            return moved;
        }
    }
}

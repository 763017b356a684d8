package dev.weft.graph.algorithms;

import dev.weft.graph.Deliver;
import dev.weft.graph.DoubleEdgeFunction;
import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.GraphSteps;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Personalised PageRank: where a walk is that at each vertex goes on along an edge with probability 0.85 and otherwise, or where no edge
 * leads on, back to the seed. Each of the ids in {@code seeds} (or the one in {@code source}) has a walk of its own. It ends after
 * {@code iterations}, or before that once an iteration changes the scores of each seed by less than {@code tolerance}, all vertices'
 * changes added up. Results: {@code ppr} for one seed, {@code ppr/ID} for each of several, and {@code iterations}, how many were done.
 */
public final class PersonalisedPageRank implements Program {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    @Override
    public void run(Rank rank) {
        long[] seeds = seeds(rank);
        Convergence convergence = Convergence.of(rank);
        Graph graph = Graph.load(rank);
        var walks = new Walk[seeds.length];
        Arrays.setAll(walks, i -> new Walk(graph, graph.vertices(seeds[i]), convergence.measured()));
        GraphSteps steps = graph.steps(convergence.iterations());
        for (int i = 0; i < seeds.length; i++) {
            steps = steps.saving("score/" + seeds[i], walks[i].score);
        }
        long iterations = 0;
        for (long step : steps) {
            double change = 0.0;
            for (Walk walk : walks) {
                change = Math.max(change, walk.iterate());
            }
            iterations = step + 1;
            if (convergence.measured() && change < convergence.tolerance()) {
                break;
            }
        }
        for (int i = 0; i < seeds.length; i++) {
            graph.result(seeds.length == 1 ? "ppr" : "ppr/" + seeds[i], walks[i].score);
        }
        rank.result("iterations", iterations);
    }

    private static long[] seeds(Rank rank) {
        String text = rank.arg("seeds", rank.arg("source", "")).strip();
        if (text.isEmpty()) {
            throw new UsageException("ppr needs a vertex to start from: give --source ID or --set seeds=ID,ID,…");
        }
        try {
            return COMMA.splitAsStream(text)
                    .mapToLong(Long::parseLong)
                    .distinct()
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UsageException("seeds=" + text + " can't be used: give ids with commas between them");
        }
    }

    /** The scores of one seed. */
    private static final class Walk {
        private final Graph graph;
        private final double[] score;
        /** If nobody asks what changed, the score's array: the new score is written over it. */
        private final double[] change;

        private final boolean measured;
        private final Frontier seed;
        private final Spread spread = new Spread();

        Walk(Graph graph, Frontier seed, boolean measured) {
            this.graph = graph;
            this.seed = seed;
            this.measured = measured;
            this.score = graph.newDoubles(0.0);
            this.change = measured ? graph.newDoubles(0.0) : score;
            graph.forEach(seed, v -> score[v] = 1.0);
        }

        /** How much the scores changed, if that is measured. */
        double iterate() {
            spread.back = 0.15 + 0.85 * graph.sum(v -> graph.outDegree(v) == 0 ? score[v] : 0.0);
            graph.edgeMap(graph.all(), spread);
            return measured ? graph.sum(v -> change[v]) : 0.0;
        }

        private final class Spread extends DoubleEdgeFunction {
            double back;

            Spread() {
                super(Op.SUM, Deliver.TO_ALL);
            }

            @Override
            protected double message(int source) {
                return score[source] / graph.outDegree(source);
            }

            @Override
            protected boolean update(int target, double sum) {
                double next = 0.85 * sum + (seed.contains(target) ? back : 0.0);
                change[target] = Math.abs(next - score[target]);
                score[target] = next;
                return false;
            }
        }
    }
}

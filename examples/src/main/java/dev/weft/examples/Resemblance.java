package dev.weft.examples;

import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.Op;
import dev.weft.graph.RowFunction;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much each vertex resembles {@code source}, from -1 to 1. Each begins with random features and takes the mean of its neighbours' in
 * every round; those of all rounds together say what surrounds a vertex (FastRP: Chen et al., CIKM 2019). Messages are rows of floats.
 */
public final class Resemblance implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        int width = Math.toIntExact(rank.arg("width", 64L));
        float[] features = new float[graph.localVertexCount() * width];
        float[] together = new float[features.length];
        graph.forEach(v -> draw(graph.globalId(v), features, v * width, width));

        var spread = new RowFunction(Op.SUM, width) {
            @Override
            protected void message(int source, float[] row, int at) {
                System.arraycopy(features, source * width, row, at, width);
            }

            @Override
            protected boolean update(int target, float[] row, int at) {
                double square = 0;
                for (int j = 0; j < width; j++) {
                    square += (double) row[at + j] * row[at + j];
                }
                for (int j = 0; j < width && square > 0; j++) {
                    float feature = (float) (row[at + j] / Math.sqrt(square));
                    features[target * width + j] = feature;
                    together[target * width + j] += feature;
                }
                return false;
            }
        };
        for (long _ : graph.steps(rank.arg("rounds", 3L))) {
            graph.edgeMap(graph.all(), spread);
        }

        double[] model = new double[width];
        Frontier source = graph.vertices(rank.arg("source", 0L));
        graph.forEach(source, v -> Arrays.setAll(model, j -> together[v * width + j]));
        rank.communicator().allReduce(model, 0, width, dev.weft.collectives.Op.SUM);
        double[] resemblance = graph.newDoubles(0);
        graph.forEach(v -> resemblance[v] = cosine(together, v * width, model, width));
        graph.result("resemblance", resemblance);
    }

    private static void draw(long id, float[] features, int at, int width) {
        var random = new SplittableRandom(id);
        for (int j = 0; j < width; j++) {
            features[at + j] = random.nextBoolean() ? 1 : -1;
        }
    }

    private static double cosine(float[] rows, int at, double[] model, int width) {
        double product = 0;
        double length = 0;
        double modelLength = 0;
        for (int j = 0; j < width; j++) {
            product += rows[at + j] * model[j];
            length += (double) rows[at + j] * rows[at + j];
            modelLength += model[j] * model[j];
        }
        return product == 0 ? 0 : product / Math.sqrt(length * modelLength);
    }
}

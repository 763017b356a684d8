package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Checks {@link Degrees} by counting ends of edges and sorting the counts. */
public final class DegreesVerifier {
    private DegreesVerifier() {}

    /**
     * Compares every degree and every scalar.
     *
     * @param degrees the result of a name, by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(
            SerialGraph graph, Function<String, long[]> degrees, Map<String, Object> scalars) {
        return new Check(degrees, scalars).of(graph);
    }

    private record Check(Function<String, long[]> degrees, Map<String, Object> scalars) {
        Optional<String> of(SerialGraph graph) {
            int n = graph.vertexCount();
            var out = new long[n];
            var in = new long[n];
            for (int v = 0; v < n; v++) {
                for (int i = 0; i < graph.degree(v); i++) {
                    out[v]++;
                    in[graph.target(v, i)]++;
                }
            }
            if (!graph.directed()) {
                return compare("degree", out).or(() -> compareIsolated(out));
            }
            var both = new long[n];
            Arrays.setAll(both, v -> out[v] + in[v]);
            return compare("degree", both)
                    .or(() -> compare("out_degree", out))
                    .or(() -> compare("in_degree", in))
                    .or(() -> compareIsolated(both));
        }

        private Optional<String> compareIsolated(long[] expected) {
            return compareScalar(
                    "isolated",
                    Arrays.stream(expected).filter(each -> each == 0).count());
        }

        private Optional<String> compare(String name, long[] expected) {
            if (!Arrays.equals(expected, degrees.apply(name))) {
                return Optional.of(name + "=" + Arrays.toString(degrees.apply(name)) + " but counting gives "
                        + Arrays.toString(expected));
            }
            return described(expected).entrySet().stream()
                    .flatMap(entry -> compareScalar(name + "_" + entry.getKey(), entry.getValue()).stream())
                    .findFirst();
        }

        private Optional<String> compareScalar(String name, Object expected) {
            Object given = scalars.get(name);
            return Objects.equals(expected, given)
                    ? Optional.empty()
                    : Optional.of(name + "=" + given + " but it is " + expected);
        }
    }

    private static Map<String, Number> described(long[] degrees) {
        long[] sorted = degrees.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        var scalars = new LinkedHashMap<String, Number>();
        if (n > 0) {
            scalars.put("min", sorted[0]);
            scalars.put("max", sorted[n - 1]);
            scalars.put("mean", (double) Arrays.stream(sorted).sum() / n);
            for (int percent : new int[] {50, 90, 99}) {
                scalars.put("p" + percent, sorted[(int) Math.ceil(percent * (double) n / 100) - 1]);
            }
        }
        return scalars;
    }
}

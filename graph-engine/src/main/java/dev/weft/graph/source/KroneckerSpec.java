package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which Kronecker graph is meant, e.g. {@code kronecker:scale=20,degree=16,seed=1}.
 *
 * @param scale there are 2^scale vertices
 * @param degree edges generated for each vertex, duplicates and self-loops included
 * @param weights none if edges have no weights
 */
record KroneckerSpec(int scale, int degree, long seed, Optional<WeightRange> weights) {
    static final String PREFIX = "kronecker:";

    private static final int LARGEST_SCALE = 30;
    private static final int LARGEST_DEGREE = 1 << 16;
    private static final String EXAMPLE = PREFIX + "scale=20,degree=16,seed=1";
    private static final List<String> KEYS = List.of("scale", "degree", "seed", "weights");

    /** @param text with the prefix */
    static KroneckerSpec parse(String text) {
        Map<String, String> values = values(text);
        if (!values.containsKey("scale")) {
            throw new UsageException(text + " has no scale: write for instance " + EXAMPLE);
        }
        return new KroneckerSpec(
                (int) number(values, "scale", 1, LARGEST_SCALE),
                values.containsKey("degree") ? (int) number(values, "degree", 1, LARGEST_DEGREE) : 16,
                values.containsKey("seed") ? number(values, "seed", Long.MIN_VALUE, Long.MAX_VALUE) : 1,
                Optional.ofNullable(values.get("weights")).map(WeightRange::parse));
    }

    private static Map<String, String> values(String text) {
        var values = new LinkedHashMap<String, String>();
        for (String setting : text.substring(PREFIX.length()).split(",", -1)) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new UsageException(
                        "\"" + setting + "\" in " + text + " is not key=value: write for instance " + EXAMPLE);
            }
            String key = setting.substring(0, equals).strip();
            if (!KEYS.contains(key)) {
                throw new UsageException("unknown key \"" + key + "\" in " + text + ": did you mean "
                        + Nearest.of(key, KEYS) + "? There are " + String.join(", ", KEYS));
            }
            if (values.put(key, setting.substring(equals + 1).strip()) != null) {
                throw new UsageException(key + " stands twice in " + text + ": leave one out");
            }
        }
        return values;
    }

    private static long number(Map<String, String> values, String key, long least, long most) {
        String text = values.getOrDefault(key, "");
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
            throw new UsageException(
                    PREFIX + " " + key + "=" + text + " is out of range: it goes from " + least + " to " + most);
        } catch (NumberFormatException _) {
            throw new UsageException(
                    PREFIX + " " + key + "=" + text + " is not a whole number: it goes from " + least + " to " + most);
        }
    }

    long generatedEdges() {
        return (long) degree << scale;
    }

    /**
     * How many different edges are to be expected. A pair of vertices whose ids have both 0 at i levels, both 1 at k levels and differ at
     * the j others is drawn with probability p = 2 A^i B^j D^k; there are scale! / (i! j! k!) 2^(j - 1) such pairs.
     */
    long expectedEdges() {
        double edges = 0;
        double pairsOfDiffering = scale;
        for (int j = 1; j <= scale; j++) {
            double pairs = pairsOfDiffering;
            for (int k = 0; k <= scale - j; k++) {
                double p = 2
                        * Math.pow(KroneckerEdges.A, scale - j - k)
                        * Math.pow(KroneckerEdges.B, j)
                        * Math.pow(KroneckerEdges.D, k);
                edges -= pairs * Math.expm1(generatedEdges() * Math.log1p(-p));
                pairs *= (double) (scale - j - k) / (k + 1);
            }
            pairsOfDiffering *= 2.0 * (scale - j) / (j + 1);
        }
        return Math.round(edges);
    }

    @Override
    public String toString() {
        return PREFIX + "scale=" + scale + ",degree=" + degree + ",seed=" + seed
                + weights.map(range -> ",weights=" + range).orElse("");
    }
}

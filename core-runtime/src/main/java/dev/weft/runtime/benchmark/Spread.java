package dev.weft.runtime.benchmark;

import java.util.List;
import java.util.Locale;

/** The middle and the ends of some measurements, in seconds. */
public record Spread(double median, double least, double most) {
    public static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", median, least, most);
    }
}

package dev.weft.collectives.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis of a chart.
 *
 * @param low the smallest value
 * @param from where it stands
 */
record LogAxis(double low, double high, double from, double to) {
    private static final double[] STEPS = {1, 2, 5, 10};

    /** From a step 1, 2 or 5 of a decade to another one, so that all values stand between them, with some air. */
    static LogAxis around(double least, double most, double from, double to) {
        return new LogAxis(stepBelow(least / 1.1), stepAbove(most * 1.1), from, to);
    }

    double at(double value) {
        return from + (to - from) * Math.log(value / low) / Math.log(high / low);
    }

    /** The powers of ten on the axis. */
    List<Double> decades() {
        return multiples(1, 1);
    }

    /** What lies between them. */
    List<Double> betweenDecades() {
        return multiples(2, 9);
    }

    private List<Double> multiples(int first, int last) {
        var on = new ArrayList<Double>();
        for (double decade = decadeBelow(low); decade <= high; decade *= 10) {
            for (int multiple = first; multiple <= last; multiple++) {
                double value = decade * multiple;
                if (value >= low * 0.999 && value <= high * 1.001) {
                    on.add(value);
                }
            }
        }
        return on;
    }

    private static double decadeBelow(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private static double stepBelow(double value) {
        double decade = decadeBelow(value);
        double below = decade;
        for (double step : STEPS) {
            below = decade * step <= value ? decade * step : below;
        }
        return below;
    }

    private static double stepAbove(double value) {
        double decade = decadeBelow(value);
        for (double step : STEPS) {
            if (decade * step >= value) {
                return decade * step;
            }
        }
        return decade * 10;
    }
}

package dev.weft.collectives.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The median times over the sizes, both logarithmic, as an SVG: a colour for each operation, a dash for each peer. */
final class Chart {
    private static final int WIDTH = 1040;
    private static final int HEIGHT = 660;
    private static final int LEFT = 90;
    private static final int RIGHT = 820;
    private static final int TOP = 84;
    private static final int BOTTOM = 580;
    private static final int LEGEND = RIGHT + 28;
    private static final int LEGEND_LINE = 24;
    private static final int SHORTEST_BETWEEN_LABELS = 56;
    private static final double X_PAD = 1.25;
    private static final String OURS = "weft";

    private static final List<String> COLOURS = List.of(
            "#1f77b4", "#d62728", "#2ca02c", "#ff7f0e", "#9467bd", "#17a2b8", "#8c564b", "#e377c2", "#556b2f",
            "#b8860b", "#1a1a6e", "#e0533d", "#5f6b78");

    private static final Map<String, String> DASHES = Map.of(
            OURS,
            "",
            PeerKind.MPIRUN.title(),
            " stroke-dasharray=\"8 5\"",
            PeerKind.AERON.title(),
            " stroke-dasharray=\"2 4\"");

    /** The line of one side's times of one operation. */
    private record Series(String side, String operation, TreeMap<Integer, Double> micros) {
        double last() {
            return micros.lastEntry().getValue();
        }
    }

    private final String title;
    private final List<String> operations;
    private final List<Series> series;
    private final TreeSet<Integer> sizes;
    private final LogAxis x;
    private final LogAxis y;

    Chart(String title, List<Row> rows) {
        this.title = title;
        this.operations = rows.stream().map(Row::operation).distinct().toList();
        this.series = series(rows);
        this.sizes =
                rows.stream().map(Row::bytes).filter(bytes -> bytes > 0).collect(Collectors.toCollection(TreeSet::new));
        double[] micros = series.stream()
                .flatMap(each -> each.micros().values().stream())
                .mapToDouble(value -> value)
                .sorted()
                .toArray();
        this.x = sizes.isEmpty()
                ? new LogAxis(1, 2, LEFT, RIGHT)
                : new LogAxis(sizes.first() / X_PAD, sizes.last() * X_PAD, LEFT, RIGHT);
        this.y = micros.length == 0
                ? new LogAxis(1, 10, BOTTOM, TOP)
                : LogAxis.around(micros[0], micros[micros.length - 1], BOTTOM, TOP);
    }

    private static List<Series> series(List<Row> rows) {
        var byName = new TreeMap<String, Series>();
        for (Row row : rows) {
            add(byName, OURS, row, row.weft());
            row.peers().forEach((peer, timing) -> add(byName, peer.title(), row, timing));
        }
        return List.copyOf(byName.values());
    }

    private static void add(Map<String, Series> byName, String side, Row row, Timing timing) {
        byName.computeIfAbsent(side + " " + row.operation(), name -> new Series(side, row.operation(), new TreeMap<>()))
                .micros()
                .put(row.bytes(), timing.medianMicros());
    }

    String svg() {
        List<String> parts = new ArrayList<>();
        parts.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT)
                + " font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"14\" fill=\"#222\">");
        parts.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>".formatted(WIDTH, HEIGHT));
        parts.add(text(LEFT, 36, "start", "Time of a collective call", " font-size=\"20\" font-weight=\"bold\""));
        parts.add(text(LEFT, 60, "start", title, " fill=\"#555\""));
        addGrid(parts);
        addAxisNames(parts);
        series.forEach(each -> addSeries(parts, each));
        addLegend(parts);
        parts.add("</svg>");
        return String.join("\n", parts) + "\n";
    }

    private void addGrid(List<String> parts) {
        y.betweenDecades().forEach(value -> parts.add(line(LEFT, y.at(value), RIGHT, y.at(value), "#f0f0f0")));
        for (double decade : y.decades()) {
            parts.add(line(LEFT, y.at(decade), RIGHT, y.at(decade), "#cfcfcf"));
            parts.add(text(LEFT - 10, y.at(decade) + 5, "end", micros(decade), ""));
        }
        double lastLabel = Double.NEGATIVE_INFINITY;
        for (int bytes : sizes) {
            parts.add(line(x.at(bytes), TOP, x.at(bytes), BOTTOM, "#e4e4e4"));
            if (x.at(bytes) - lastLabel >= SHORTEST_BETWEEN_LABELS) {
                lastLabel = x.at(bytes);
                parts.add(text(lastLabel, BOTTOM + 22, "middle", Sizes.text(bytes), ""));
            }
        }
        parts.add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>"
                .formatted(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP));
    }

    private static void addAxisNames(List<String> parts) {
        int middle = (TOP + BOTTOM) / 2;
        parts.add(text((LEFT + RIGHT) / 2.0, BOTTOM + 54, "middle", "send buffer of a rank (bytes)", ""));
        parts.add(text(28, middle, "middle", "median time (µs)", " transform=\"rotate(-90 28 %d)\"".formatted(middle)));
    }

    private void addSeries(List<String> parts, Series drawn) {
        String colour = colour(drawn.operation());
        parts.add(
                "<path class=\"%s\" d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s/>"
                        .formatted(drawn.side(), path(drawn), colour, width(drawn.side()), DASHES.get(drawn.side())));
        if (drawn.side().equals(OURS)) {
            drawn.micros().forEach((bytes, micros) -> {
                if (bytes > 0) {
                    parts.add(mark(drawn.operation(), x.at(bytes), y.at(micros)));
                }
            });
        }
    }

    /** What has no bytes goes across. */
    private String path(Series drawn) {
        Double always = drawn.micros().get(0);
        if (always != null) {
            return "M%d %sH%d".formatted(LEFT, px(y.at(always)), RIGHT);
        }
        return drawn.micros().entrySet().stream()
                .map(point -> px(x.at(point.getKey())) + " " + px(y.at(point.getValue())))
                .collect(Collectors.joining("L", "M", ""));
    }

    /** Operations as their lines end, from the top; then what the dashes mean. */
    private void addLegend(List<String> parts) {
        double height = TOP + 10;
        for (Series each : oursFromTheTop()) {
            parts.add(sample(height, colour(each.operation()), width(OURS), ""));
            parts.add(mark(each.operation(), LEGEND + 18, height));
            parts.add(text(LEGEND + 48, height + 5, "start", each.operation(), ""));
            height += LEGEND_LINE;
        }
        height += LEGEND_LINE / 2.0;
        for (String side : sides()) {
            parts.add(sample(height, "#444", width(side), String.valueOf(DASHES.get(side))));
            parts.add(text(LEGEND + 48, height + 5, "start", side.equals(OURS) ? "Weft" : side, ""));
            height += LEGEND_LINE;
        }
    }

    private List<Series> oursFromTheTop() {
        return series.stream()
                .filter(each -> each.side().equals(OURS))
                .sorted((one, other) -> Double.compare(other.last(), one.last()))
                .toList();
    }

    private List<String> sides() {
        Stream<String> all = Stream.of(OURS, PeerKind.MPIRUN.title(), PeerKind.AERON.title());
        return all.filter(side -> series.stream().anyMatch(each -> each.side().equals(side)))
                .toList();
    }

    private String colour(String operation) {
        return COLOURS.get(operations.indexOf(operation) % COLOURS.size());
    }

    private static String width(String side) {
        return side.equals(OURS) ? "2.2" : "1.6";
    }

    /** Circle, square, triangle or diamond, so that lines of like colours differ. */
    private String mark(String operation, double at, double height) {
        String shape = switch (operations.indexOf(operation) % 4) {
            case 0 -> "<circle cx=\"%s\" cy=\"%s\" r=\"4\"".formatted(px(at), px(height));
            case 1 -> polygon(at, height, new double[][] {{-3.8, -3.8}, {3.8, -3.8}, {3.8, 3.8}, {-3.8, 3.8}});
            case 2 -> polygon(at, height, new double[][] {{0, -5}, {4.8, 3.8}, {-4.8, 3.8}});
            default -> polygon(at, height, new double[][] {{0, -5.2}, {5.2, 0}, {0, 5.2}, {-5.2, 0}});
        };
        return shape + " fill=\"%s\" stroke=\"white\" stroke-width=\"0.8\"/>".formatted(colour(operation));
    }

    private static String polygon(double at, double height, double[][] corners) {
        return Stream.of(corners)
                .map(corner -> px(at + corner[0]) + "," + px(height + corner[1]))
                .collect(Collectors.joining(" ", "<polygon points=\"", "\""));
    }

    private static String sample(double height, String colour, String width, String dash) {
        return "<line x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"%s/>"
                .formatted(LEGEND, px(height), LEGEND + 36, px(height), colour, width, dash);
    }

    private static String line(double x1, double y1, double x2, double y2, String colour) {
        return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>"
                .formatted(px(x1), px(y1), px(x2), px(y2), colour);
    }

    private static String text(double at, double height, String anchor, String words, String attributes) {
        return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\"%s>%s</text>"
                .formatted(px(at), px(height), anchor, attributes, words);
    }

    private static String micros(double value) {
        return value >= 1
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value).replaceFirst("0+$", "");
    }

    private static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

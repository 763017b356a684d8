package dev.weft.collectives.benchmark;

import java.util.List;

/** What a benchmark found. */
public final class BenchmarkReport {
    private final String title;
    private final List<Row> rows;
    private final Checked checked;

    BenchmarkReport(String title, List<Row> rows, Checked checked) {
        this.title = title;
        this.rows = List.copyOf(rows);
        this.checked = checked;
    }

    /** How many values were not what they should be. */
    public long mismatches() {
        return checked.mismatches();
    }

    /** A picture of the times over the sizes. */
    public String svg() {
        return new Chart(title, rows).svg();
    }

    List<Row> rows() {
        return rows;
    }
}

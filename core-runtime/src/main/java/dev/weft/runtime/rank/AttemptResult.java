package dev.weft.runtime.rank;

import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The results of a job: what its workers gave, put together. */
public record AttemptResult(Map<String, Column> columnsByName, Map<String, Object> scalars, JobReport report)
        implements JobResult {
    /** Of a job in this JVM. */
    public static AttemptResult of(List<WorkerShare> shares) {
        return of(shares, "");
    }

    /**
     * @param shares of the workers in order: the first has rank 0
     * @param lanes the transport between workers, as the report names it; empty where there is none
     */
    public static AttemptResult of(List<WorkerShare> shares, String lanes) {
        var columns = new LinkedHashMap<String, Column>();
        for (String name : shares.getFirst().columns().keySet()) {
            columns.put(
                    name,
                    MergedColumn.of(shares.stream()
                            .map(share -> share.columns().get(name))
                            .filter(Objects::nonNull)
                            .toList()));
        }
        return new AttemptResult(columns, shares.getFirst().scalars(), Reports.of(shares, lanes));
    }

    /**
     * The results of all operators as those of one job: what the first gave keeps its name, what others gave is called {@code operator.name}.
     *
     * @param operators their names
     */
    public static AttemptResult joined(List<String> operators, List<AttemptResult> results) {
        AttemptResult first = results.getFirst();
        if (results.size() == 1) {
            return first;
        }
        var columns = new LinkedHashMap<>(first.columnsByName);
        var scalars = new LinkedHashMap<>(first.scalars);
        for (int i = 1; i < results.size(); i++) {
            String prefix = operators.get(i) + ".";
            results.get(i).columnsByName.forEach((name, column) -> columns.put(prefix + name, column));
            results.get(i).scalars.forEach((name, value) -> scalars.put(prefix + name, value));
        }
        return new AttemptResult(
                columns,
                scalars,
                Reports.joined(results.stream().map(AttemptResult::report).toList()));
    }

    /** As {@link JobReport#with}. */
    public AttemptResult with(List<String> hosts, List<Recovery> recoveries, long checkpoints, long missed) {
        return new AttemptResult(columnsByName, scalars, report.with(hosts, recoveries, checkpoints, missed));
    }

    @Override
    public List<String> columns() {
        return List.copyOf(columnsByName.keySet());
    }

    @Override
    public Column column(String name) {
        Column column = columnsByName.get(name);
        if (column == null) {
            throw new IllegalArgumentException("there is no column \"" + name + "\": the program gave " + columns());
        }
        return column;
    }

    @Override
    public double[] doubles(String name) {
        return switch (column(name)) {
            case Column.Doubles(Ids ids, double[] values) -> values;
            case Column.Longs longs ->
                throw new IllegalArgumentException(
                        "column \"" + name + "\" holds longs: read it with longs(\"" + name + "\")");
        };
    }

    @Override
    public long[] longs(String name) {
        return switch (column(name)) {
            case Column.Longs(Ids ids, long[] values) -> values;
            case Column.Doubles doubles ->
                throw new IllegalArgumentException(
                        "column \"" + name + "\" holds doubles: read it with doubles(\"" + name + "\")");
        };
    }

    @Override
    public long[] ids() {
        if (columnsByName.isEmpty()) {
            throw new IllegalStateException("the program gave no column, so there are no ids");
        }
        Ids ids = columnsByName.values().iterator().next().ids();
        long[] all = new long[ids.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = ids.id(i);
        }
        return all;
    }
}

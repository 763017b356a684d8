package dev.weft.graph.source;

import dev.hardwood.HardwoodContext;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table of edges in a Parquet file, or in several that are read as one. A share has some of the row groups. */
final class ParquetEdges implements GraphSource {
    static final String ENDING = ".parquet";

    /** A guess, on the low side, so that the estimate of memory is on the high side. */
    private static final int EDGES_PER_VERTEX = 4;

    private final String name;
    private final boolean directed;
    private final Columns columns;
    private final boolean weighted;

    ParquetEdges(String name, boolean directed, Optional<Columns> columns, boolean weighted) {
        this.name = name;
        this.directed = directed;
        this.columns = columns.orElse(Columns.USUAL);
        this.weighted = weighted;
    }

    @Override
    public String name() {
        return name;
    }

    private List<ParquetGroup> groups() {
        List<Path> files = InputFiles.of(name).paths();
        files.forEach(file -> {
            if (!file.toString().endsWith(ENDING)) {
                throw new UsageException(name + " means Parquet files and others, such as " + file
                        + ": name those of one format, e.g. by a pattern");
            }
        });
        return files.stream().flatMap(file -> ParquetGroup.of(file).stream()).toList();
    }

    private static long rows(List<ParquetGroup> groups) {
        return groups.stream().mapToLong(ParquetGroup::rows).sum();
    }

    @Override
    public Sizes expected() {
        long rows = rows(groups());
        return new Sizes(Math.ceilDiv(rows, EDGES_PER_VERTEX), rows, weighted ? Double.BYTES : 0);
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        var edges = new EdgeBlocks();
        try {
            List<ParquetGroup> groups = groups();
            long bytes = read(share(groups, share), edges, team, progress);
            if (share.isWhole()) {
                requireComplete(edges.edgeCount());
            }
            try (var vertices = Vertices.of(edges, name, Vertices.MOST, team, progress)) {
                if (share.isWhole()) {
                    Vertices.requireAny(vertices.ids(), name);
                }
                return new DenseEdges(
                        vertices.ids(),
                        share.isWhole(),
                        directed,
                        weighted,
                        edges.edgeCount(),
                        new Reading(bytes, SkippedLines.NONE),
                        edges);
            }
        } catch (Throwable failure) {
            edges.close();
            throw failure;
        }
    }

    @Override
    public void requireComplete(long edges) {
        long rows = rows(groups());
        if (edges != rows) {
            throw new UsageException(
                    name + " has rows=" + edges + " != " + rows + ", the number in its footers: it is damaged");
        }
    }

    /** A group belongs to the share in whose range of rows its first one is. */
    private static List<ParquetGroup> share(List<ParquetGroup> groups, Share share) {
        long rows = rows(groups);
        long before = 0;
        var mine = new ArrayList<ParquetGroup>();
        for (ParquetGroup group : groups) {
            if (before >= share.start(rows) && before < share.end(rows)) {
                mine.add(group);
            }
            before += group.rows();
        }
        return mine;
    }

    private long read(List<ParquetGroup> groups, EdgeBlocks edges, ThreadTeam team, LoadProgress progress) {
        var phase = new Phase(progress, "reading edges", Math.max(1, rows(groups)));
        var appenders = new EdgeAppender[team.size()];
        try (HardwoodContext context = HardwoodContext.create(team.size())) {
            team.forEachChunk(groups.size(), (i, thread) -> {
                if (appenders[thread] == null) {
                    appenders[thread] = edges.appender(weighted);
                }
                ParquetGroup group = groups.get(i);
                new ParquetRows(group, columns, weighted, context).appendTo(appenders[thread]);
                phase.advance(group.rows());
            });
        }
        edges.finish();
        return groups.stream().mapToLong(ParquetGroup::bytes).sum();
    }
}

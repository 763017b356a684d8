package dev.weft.graph.source;

import dev.hardwood.HardwoodContext;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.FileSchema;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of a group as edges: whole numbers are ids, whole and floating-point ones weights. */
final class ParquetRows {
    private static final Set<PhysicalType> WHOLE = Set.of(PhysicalType.INT32, PhysicalType.INT64);
    private static final Set<PhysicalType> ANY =
            Set.of(PhysicalType.INT32, PhysicalType.INT64, PhysicalType.FLOAT, PhysicalType.DOUBLE);
    private static final String USUAL_WEIGHT = "2";

    private final ParquetGroup group;
    private final Columns columns;
    private final boolean weighted;
    private final HardwoodContext context;
    private final long[] ids = new long[2 * EdgeAppender.STRIP];
    private final double[] weights;
    private long rowsRead;

    ParquetRows(ParquetGroup group, Columns columns, boolean weighted, HardwoodContext context) {
        this.group = group;
        this.columns = columns;
        this.weighted = weighted;
        this.context = context;
        this.weights = new double[weighted ? EdgeAppender.STRIP : 0];
    }

    /** @throws UsageException if the group can't be read, has not the columns, or a row has no edge; with file and row */
    void appendTo(EdgeAppender appender) {
        ParquetInput file = ParquetInput.of(group.file());
        try (ParquetFileReader reader = ParquetFileReader.open(file, context)) {
            FileSchema schema = reader.getFileSchema();
            ColumnSchema source = column(schema, "source", columns.source(), WHOLE);
            ColumnSchema target = column(schema, "target", columns.target(), WHOLE);
            Optional<ColumnSchema> weight = weighted
                    ? Optional.of(column(schema, "weight", columns.weight().orElse(USUAL_WEIGHT), ANY))
                    : Optional.empty();
            List<ColumnSchema> wanted = Stream.concat(Stream.of(source, target), weight.stream())
                    .distinct()
                    .toList();
            check(file, reader.getFileMetaData().rowGroups().get(group.number()), wanted);
            String[] names = wanted.stream().map(ParquetRows::path).toArray(String[]::new);
            try (ColumnReaders rows = reader.buildColumnReaders(ColumnProjection.columns(names))
                    .filter(group.predicate())
                    .build()) {
                append(rows, source, target, weight, appender);
            }
        } catch (UsageException wrong) {
            throw wrong;
        } catch (IOException | RuntimeException failure) {
            throw ParquetGroup.damaged(group.file(), failure);
        }
    }

    private void check(ParquetInput file, RowGroup rowGroup, List<ColumnSchema> wanted) throws IOException {
        for (ColumnSchema column : wanted) {
            ColumnChunk chunk = rowGroup.columns().get(column.columnIndex());
            new ParquetChunk(file, chunk, path(column), group.rows()).check();
        }
    }

    private static String path(ColumnSchema column) {
        return column.fieldPath().toString();
    }

    /** The column with this name, or else with this number, from 0. */
    private ColumnSchema column(FileSchema schema, String key, String wanted, Set<PhysicalType> types) {
        List<ColumnSchema> all = schema.getColumns();
        ColumnSchema column = all.stream()
                .filter(each -> path(each).equals(wanted))
                .findFirst()
                .or(() -> numbered(all, wanted))
                .orElseThrow(() -> new UsageException(group.file() + " has no column " + wanted + " for " + key
                        + ": name others with --columns source=…,target=…,weight=…; there are " + names(all)));
        boolean number = column.logicalType() == null || column.logicalType() instanceof LogicalType.IntType;
        if (!types.contains(column.type()) || !number || column.maxRepetitionLevel() > 0) {
            throw new UsageException(
                    group.file() + ": the column " + path(column) + " can't be the " + key + ": it holds "
                            + (number ? column.type() : column.logicalType())
                            + (column.maxRepetitionLevel() > 0 ? " lists" : "")
                            + ", wanted are " + (types.equals(WHOLE) ? "whole numbers" : "numbers"));
        }
        return column;
    }

    private static Optional<ColumnSchema> numbered(List<ColumnSchema> all, String number) {
        return number.matches("[0-9]{1,5}") && Integer.parseInt(number) < all.size()
                ? Optional.of(all.get(Integer.parseInt(number)))
                : Optional.empty();
    }

    private static String names(List<ColumnSchema> all) {
        return String.join(", ", all.stream().limit(20).map(ParquetRows::path).toList());
    }

    private void append(
            ColumnReaders rows,
            ColumnSchema source,
            ColumnSchema target,
            Optional<ColumnSchema> weight,
            EdgeAppender appender) {
        while (rows.nextBatch()) {
            int count = rows.getRecordCount();
            var sources = new IdValues(rows.getColumnReader(path(source)), source);
            var targets = new IdValues(rows.getColumnReader(path(target)), target);
            requireNoNulls(rows, source, count);
            requireNoNulls(rows, target, count);
            weight.ifPresent(column -> requireNoNulls(rows, column, count));
            for (int from = 0; from < count; from += EdgeAppender.STRIP) {
                int edges = Math.min(EdgeAppender.STRIP, count - from);
                sources.copy(from, edges, ids, 0);
                targets.copy(from, edges, ids, 1);
                if (weight.isPresent()) {
                    copyWeights(rows.getColumnReader(path(weight.get())), weight.get(), from, edges);
                }
                appender.append(ids, weights, edges);
            }
            rowsRead += count;
        }
    }

    private void requireNoNulls(ColumnReaders rows, ColumnSchema column, int count) {
        var validity = rows.getColumnReader(path(column)).getLeafValidity();
        int first = validity.hasNulls() ? validity.nextNull(0, count) : -1;
        if (first >= 0 && first < count) {
            throw wrong(column, first, "is empty: each row is an edge");
        }
    }

    /** @param row in the batch */
    private UsageException wrong(ColumnSchema column, long row, String what) {
        return new UsageException(group.file() + ", row " + (group.firstRow() + rowsRead + row) + " (from 0): "
                + path(column) + " " + what);
    }

    private void copyWeights(ColumnReader values, ColumnSchema column, int from, int count) {
        switch (column.type()) {
            case INT32 -> copyWeights(values.getInts(), from, count);
            case INT64 -> copyWeights(values.getLongs(), from, count);
            case FLOAT -> copyWeights(values.getFloats(), from, count);
            default -> System.arraycopy(values.getDoubles(), from, weights, 0, count);
        }
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(weights[i])) {
                throw wrong(column, from + i, "is " + weights[i] + ": a weight is a finite number");
            }
            weights[i] += 0.0; // which makes -0.0 a plain zero
        }
    }

    private void copyWeights(int[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            weights[i] = values[from + i];
        }
    }

    private void copyWeights(long[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            weights[i] = values[from + i];
        }
    }

    private void copyWeights(float[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            weights[i] = values[from + i];
        }
    }

    /** A batch's ids, of 32 or 64 bits. */
    private final class IdValues {
        private final ColumnSchema column;
        private final boolean narrow;
        private final boolean signed;
        private final int[] ints;
        private final long[] longs;

        IdValues(ColumnReader values, ColumnSchema column) {
            this.column = column;
            this.narrow = column.type() == PhysicalType.INT32;
            this.signed = !(column.logicalType() instanceof LogicalType.IntType type) || type.isSigned();
            this.ints = narrow ? values.getInts() : new int[0];
            this.longs = narrow ? new long[0] : values.getLongs();
        }

        /** Every second element of {@code into} is one's own, from {@code at} on. */
        void copy(int from, int count, long[] into, int at) {
            for (int i = 0; i < count; i++) {
                long value = narrow ? ints[from + i] : longs[from + i];
                into[2 * i + at] = narrow && !signed ? value & 0xffff_ffffL : value;
            }
            if (!signed && !narrow) {
                requireSigned(from, count);
            }
        }

        private void requireSigned(int from, int count) {
            for (int i = 0; i < count; i++) {
                if (longs[from + i] < 0) {
                    throw wrong(
                            column,
                            from + i,
                            "is " + Long.toUnsignedString(longs[from + i])
                                    + ", which does not fit into 64 bits with a sign");
                }
            }
        }
    }
}

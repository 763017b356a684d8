package dev.weft.graph.source;

import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A row group of a Parquet file: what a thread reads at once.
 *
 * @param number among the file's groups, from 0
 * @param firstRow of the group in the file, from 0
 * @param middle the place in the file by which the reader finds it
 */
record ParquetGroup(Path file, int number, long firstRow, long rows, long middle, long bytes) {

    /** @throws UsageException if the file can't be read */
    static List<ParquetGroup> of(Path file) {
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetInput.of(file))) {
            var groups = new ArrayList<ParquetGroup>();
            long firstRow = 0;
            for (RowGroup group : reader.getFileMetaData().rowGroups()) {
                groups.add(of(file, groups.size(), firstRow, group));
                firstRow += group.numRows();
            }
            if (firstRow != reader.getFileMetaData().numRows()) {
                throw new IOException("its row groups have rows=" + firstRow + ", its footer says "
                        + reader.getFileMetaData().numRows());
            }
            return groups;
        } catch (UsageException wrong) {
            throw wrong;
        } catch (IOException | RuntimeException failure) {
            throw damaged(file, failure);
        }
    }

    private static ParquetGroup of(Path file, int number, long firstRow, RowGroup group) {
        if (group.columns().isEmpty() || group.numRows() < 0) {
            throw new IllegalStateException("a row group has rows=" + group.numRows() + " in columns="
                    + group.columns().size());
        }
        long bytes = group.columns().stream()
                .mapToLong(chunk -> chunk.metaData().totalCompressedSize())
                .sum();
        long start = group.columns().getFirst().chunkStartOffset();
        return new ParquetGroup(file, number, firstRow, group.numRows(), start + bytes / 2, bytes);
    }

    /** What to say of a failure to read the file. */
    static UsageException damaged(Path file, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new UsageException(file + " can't be read as Parquet: " + reason, failure);
    }

    RowGroupPredicate predicate() {
        return RowGroupPredicate.byteRange(middle, middle + 1);
    }
}

package dev.weft.launcher;

import dev.weft.checkpoint.parquet.ParquetColumn;
import dev.weft.checkpoint.parquet.ParquetWriter;
import dev.weft.runtime.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A column as a Parquet table of {@code id} and {@code value}. */
final class ColumnParquet {
    private static final String ID = "id";
    private static final String VALUE = "value";

    private ColumnParquet() {}

    static void write(Column column, OutputStream out) throws IOException {
        ParquetColumn values = switch (column) {
            case Column.Doubles(var _, double[] doubles) -> new ParquetColumn.Doubles(VALUE, row -> doubles[row]);
            case Column.Longs(var _, long[] longs) -> new ParquetColumn.Longs(VALUE, row -> longs[row]);
        };
        ParquetWriter.write(out, column.size(), List.of(new ParquetColumn.Longs(ID, column.ids()::id), values));
    }
}

package dev.weft.checkpoint.parquet;

import java.nio.ByteBuffer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/** A column of a Parquet file, one number in each row. */
public sealed interface ParquetColumn {
    String name();

    /** Parquet's number for the type. */
    int type();

    /** Puts the values of rows {@code from} to before {@code to} into the buffer, which is little-endian. */
    void put(int from, int to, ByteBuffer into);

    /** Of 32-bit whole numbers. */
    record Ints(String name, IntUnaryOperator value) implements ParquetColumn {
        @Override
        public int type() {
            return 1;
        }

        @Override
        public void put(int from, int to, ByteBuffer into) {
            for (int row = from; row < to; row++) {
                into.putInt(value.applyAsInt(row));
            }
        }
    }

    /** Of 64-bit whole numbers. */
    record Longs(String name, IntToLongFunction value) implements ParquetColumn {
        @Override
        public int type() {
            return 2;
        }

        @Override
        public void put(int from, int to, ByteBuffer into) {
            for (int row = from; row < to; row++) {
                into.putLong(value.applyAsLong(row));
            }
        }
    }

    /** Of 64-bit floating-point numbers. */
    record Doubles(String name, IntToDoubleFunction value) implements ParquetColumn {
        @Override
        public int type() {
            return 5;
        }

        @Override
        public void put(int from, int to, ByteBuffer into) {
            for (int row = from; row < to; row++) {
                into.putDouble(value.applyAsDouble(row));
            }
        }
    }
}

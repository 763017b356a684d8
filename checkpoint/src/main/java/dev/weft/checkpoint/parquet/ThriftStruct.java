package dev.weft.checkpoint.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A struct in Thrift's compact protocol, in which Parquet has its metadata; fields are put in ascending order of their numbers. */
final class ThriftStruct {
    private static final int INT = 5;
    private static final int LONG = 6;
    private static final int TEXT = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int lastField;

    ThriftStruct putInt(int field, int value) {
        header(field, INT);
        zigzag(value);
        return this;
    }

    ThriftStruct putLong(int field, long value) {
        header(field, LONG);
        zigzag(value);
        return this;
    }

    ThriftStruct put(int field, String text) {
        header(field, TEXT);
        text(text);
        return this;
    }

    ThriftStruct put(int field, ThriftStruct value) {
        header(field, STRUCT);
        bytes.writeBytes(value.toBytes());
        return this;
    }

    ThriftStruct putInts(int field, List<Integer> values) {
        listHeader(field, values.size(), INT);
        values.forEach(this::zigzag);
        return this;
    }

    ThriftStruct putTexts(int field, List<String> values) {
        listHeader(field, values.size(), TEXT);
        values.forEach(this::text);
        return this;
    }

    ThriftStruct putAll(int field, List<ThriftStruct> values) {
        listHeader(field, values.size(), STRUCT);
        values.forEach(value -> bytes.writeBytes(value.toBytes()));
        return this;
    }

    byte[] toBytes() {
        var whole = new ByteArrayOutputStream(bytes.size() + 1);
        whole.writeBytes(bytes.toByteArray());
        whole.write(0);
        return whole.toByteArray();
    }

    private void header(int field, int type) {
        int step = field - lastField;
        bytes.write(step << 4 | type);
        lastField = field;
    }

    private void listHeader(int field, int size, int type) {
        header(field, LIST);
        bytes.write(Math.min(size, SHORT_LIST) << 4 | type);
        if (size >= SHORT_LIST) {
            unsigned(size);
        }
    }

    private void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        unsigned(encoded.length);
        bytes.writeBytes(encoded);
    }

    private void zigzag(long value) {
        unsigned(value << 1 ^ value >> 63);
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}

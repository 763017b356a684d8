package dev.weft.graph.source;

import java.util.Arrays;
import java.util.Random;

/** A few seeded changes to a file's bytes: what a bad disk, a broken transfer or an enemy does. */
final class Mutation {
    private static final long[] EXTREMES = {
        -1,
        0,
        1,
        127,
        128,
        255,
        256,
        0x7fff_ffff,
        0xffff_ffffL,
        1L << 31,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final Random random;

    Mutation(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(byte[] original) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            bytes = bytes.length == 0 ? random(5) : changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(8)));
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> overwrite(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)], random.nextBoolean() ? 4 : 8);
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return joined(bytes, at, new byte[0], at + length);
            }
            case 5 -> {
                return joined(bytes, at, random(length), at);
            }
            default -> {
                return joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
            }
        }
        return bytes;
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void overwrite(byte[] bytes, int at, long value, int count) {
        for (int i = 0; i < count && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    /** The first {@code head} bytes, {@code between}, and those from {@code tail} on. */
    private static byte[] joined(byte[] bytes, int head, byte[] between, int tail) {
        byte[] joined = Arrays.copyOf(bytes, head + between.length + bytes.length - tail);
        System.arraycopy(between, 0, joined, head, between.length);
        System.arraycopy(bytes, tail, joined, head + between.length, bytes.length - tail);
        return joined;
    }
}

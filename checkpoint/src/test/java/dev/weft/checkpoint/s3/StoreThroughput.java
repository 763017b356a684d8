package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.store.StoreProbe;
import dev.weft.checkpoint.store.Transfers;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;

/**
 * MB/s of one long object, and milliseconds of small ones, beside a plain sequential file on the same disk. Not a test: run its main with the folder to use, MiB, and
 * how often.
 */
final class StoreThroughput {
    private static final int PARALLEL = 4;

    private final MemorySegment bytes;
    private final MemorySegment back;

    private StoreThroughput(MemorySegment bytes, MemorySegment back) {
        this.bytes = bytes;
        this.back = back;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long size = Long.parseLong(arguments[1]) << 20;
        try (var arena = Arena.ofShared();
                var file = ObjectStores.open(folder.resolve("store").toString());
                var s3 = S3Server.running()
                        .newStore(S3Server.running().endpoint(), dev.weft.checkpoint.store.Limits.DEFAULT)) {
            var figures = new StoreThroughput(arena.allocate(size), arena.allocate(size));
            figures.bytes.fill((byte) 7);
            figures.scatter();
            for (int trial = 0; trial < Integer.parseInt(arguments[2]); trial++) {
                figures.plain(folder.resolve("plain"));
                figures.store("file", file);
                figures.store("s3proxy", s3);
            }
        }
        System.exit(0);
    }

    private void scatter() {
        var random = new Random(1);
        byte[] some = new byte[1 << 20];
        for (long at = 0; at < bytes.byteSize(); at += some.length) {
            random.nextBytes(some);
            bytes.asSlice(at, some.length).copyFrom(MemorySegment.ofArray(some));
        }
    }

    private void plain(Path path) throws IOException {
        long start = System.nanoTime();
        try (var channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (long at = 0; at < bytes.byteSize(); at += 1 << 20) {
                channel.write(bytes.asSlice(at, 1 << 20).asByteBuffer());
            }
            channel.force(true);
        }
        say("plain write + force", start);
        start = System.nanoTime();
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long at = 0; at < back.byteSize(); at += 1 << 20) {
                channel.read(back.asSlice(at, 1 << 20).asByteBuffer());
            }
        }
        say("plain read", start);
        Files.delete(path);
    }

    private void store(String name, ObjectStore store) throws IOException {
        long start = System.nanoTime();
        Transfers.put(store, "long", Body.of(bytes), PARALLEL);
        say(name + " put", start);
        back.fill((byte) 0);
        start = System.nanoTime();
        Transfers.read(store, "long", 0, back, PARALLEL);
        say(name + " read", start);
        if (back.mismatch(bytes) >= 0) {
            throw new IOException(name + " gives other bytes");
        }
        store.delete("long");
        start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            store.create("small/" + i, Body.of("epoch " + i));
        }
        System.out.printf(Locale.ROOT, "%-22s %8.2f ms%n", name + " create", (System.nanoTime() - start) / 50e6);
        for (int i = 0; i < 50; i++) {
            store.delete("small/" + i);
        }
        start = System.nanoTime();
        StoreProbe.prove(store);
        System.out.printf(Locale.ROOT, "%-22s %8.2f ms%n", name + " probe", (System.nanoTime() - start) / 1e6);
    }

    private void say(String what, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%-22s %8.0f MB/s%n", what, bytes.byteSize() / seconds / 1e6);
    }
}

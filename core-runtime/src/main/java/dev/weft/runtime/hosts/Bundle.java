package dev.weft.runtime.hosts;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class path that is brought to another host: jars by their SHA-256, so that each goes there once. A folder of classes becomes a jar, which is the same
 * again for the same classes.
 */
final class Bundle {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final List<Entry> entries;

    /** A jar, or a folder that becomes one. */
    private record Entry(Path path, String digest, long bytes) {}

    private Bundle(List<Entry> entries) {
        this.entries = entries;
    }

    /** @param paths of jars and folders; what isn't there is left out, as Java does */
    static Bundle of(List<Path> paths) throws IOException {
        var entries = new ArrayList<Entry>();
        for (Path path : paths) {
            if (Files.exists(path)) {
                var length = new CountingStream();
                var digest = new DigestOutputStream(length, sha256());
                copy(path, digest);
                entries.add(new Entry(
                        path, HexFormat.of().formatHex(digest.getMessageDigest().digest()), length.bytes));
            }
        }
        return new Bundle(entries);
    }

    static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Of the whole class path. */
    String name() {
        MessageDigest digest = sha256();
        digest.update(String.join("\n", digests()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** In the class path's order. */
    List<String> digests() {
        return entries.stream().map(Entry::digest).toList();
    }

    /** The bundle without jars that are there already. */
    Bundle without(List<String> there) {
        return new Bundle(entries.stream()
                .filter(entry -> !there.contains(entry.digest()))
                .collect(Collectors.toMap(Entry::digest, entry -> entry, (first, _) -> first))
                .values()
                .stream()
                .toList());
    }

    /** Digest and length of each jar, in the order in which {@link #write} has them. */
    List<String> table() {
        return entries.stream()
                .flatMap(entry -> Stream.of(entry.digest(), Long.toString(entry.bytes())))
                .toList();
    }

    long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    void write(OutputStream out) throws IOException {
        for (Entry entry : entries) {
            copy(entry.path(), out);
        }
    }

    private static void copy(Path path, OutputStream out) throws IOException {
        if (Files.isDirectory(path)) {
            out.write(jar(path));
        } else {
            Files.copy(path, out);
        }
    }

    private static byte[] jar(Path folder) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (Stream<Path> walk = Files.walk(folder);
                var jar = new JarOutputStream(bytes)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                var entry = new JarEntry(folder.relativize(file).toString().replace(File.separatorChar, '/'));
                entry.setTimeLocal(NO_TIME);
                jar.putNextEntry(entry);
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class CountingStream extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] data, int offset, int count) {
            bytes += count;
        }
    }
}

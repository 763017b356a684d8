package dev.weft.collectives.flight;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * A dump in a file, {@code rank-R-process-P.flight}. Numbers are big-endian, a text is its length in bytes (32 bits) and
 * UTF-8, a list is the number of its entries (32 bits) and those.
 *
 * <pre>
 *   magic             64 bits   "WEFTFLYT"
 *   version           32        1
 *   rank, process     32, 32
 *   host, pid         text, 64
 *   epoch, began      32, 64    its program's beginning as nanoTime
 *   ended             8, 64     1 if the program had ended, and the nanoTime when it had
 *   workers           list of   worker 32, host text, first rank 32, ranks 32
 *   communicators     list of   id 64, name text, list of runs of world ranks: first 32, ranks 32
 *   reason            text
 *   taken             64, 64    milliseconds since 1970, nanoTime
 *   begun             64
 *   events            list of   eight words of 64 bits, see FlightRecorder
 *   CRC-32C           32        of all before it
 * </pre>
 */
public final class DumpFile {
    static final long MAGIC = 0x57454654_464c5954L;
    static final int VERSION = 1;
    private static final String PREFIX = "rank-";
    private static final String SUFFIX = ".flight";

    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private DumpFile() {}

    /**
     * Writes a dump, whole or not at all, into a folder, which is made if there is none. An older dump of the same rank and
     * process makes way. Interrupts don't hinder it: whoever dumps has often just been interrupted.
     *
     * @return the file
     */
    public static Path write(Path folder, FlightDump dump) throws IOException {
        FlightOrigin origin = dump.origin();
        String name = PREFIX + origin.rank() + "-process-" + origin.process() + SUFFIX;
        Path file = folder.resolve(name);
        Path temporary = folder.resolve("." + name + ".tmp");
        Files.createDirectories(folder);
        try {
            try (var out = new FileOutputStream(temporary.toFile())) {
                out.write(bytes(dump));
            }
            return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** @throws IOException if it can't be read or isn't a whole dump, in a sentence that names the file and the remedy */
    public static FlightDump read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        var buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < Long.BYTES || buffer.getLong(0) != MAGIC) {
            throw new IOException(file + " is no dump of a flight recorder: take it out of the folder");
        }
        if (bytes.length >= HEAD_BYTES && buffer.getInt(Long.BYTES) != VERSION) {
            throw new IOException("%s has version=%d != %d: read it with the weft that wrote it"
                    .formatted(file, buffer.getInt(Long.BYTES), VERSION));
        }
        int end = bytes.length - CHECKSUM_BYTES;
        if (end < HEAD_BYTES || checksum(bytes, end) != buffer.getInt(end)) {
            throw new IOException(file + " is cut off or damaged (its CRC-32C is wrong): copy it again from its host");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes, HEAD_BYTES, end - HEAD_BYTES))) {
            return DumpForm.read(in);
        } catch (IOException | RuntimeException misfit) {
            throw new IOException(
                    file + " is whole, but can't be understood: read it with the weft that wrote it", misfit);
        }
    }

    /** A file that is only just being written has another name. */
    static boolean isNamedAsOne(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    static byte[] bytes(FlightDump dump) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeInt(VERSION);
            DumpForm.write(dump, out);
            byte[] covered = bytes.toByteArray();
            out.writeInt(checksum(covered, covered.length));
        }
        return bytes.toByteArray();
    }

    private static int checksum(byte[] bytes, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}

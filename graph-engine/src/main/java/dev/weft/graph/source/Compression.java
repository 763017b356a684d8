package dev.weft.graph.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How a file is compressed, by the ending of its name. */
enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String ending;

    Compression(String ending) {
        this.ending = ending;
    }

    static Compression of(Path file) {
        return of(file.toString());
    }

    static Compression of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind != NONE && name.endsWith(kind.ending))
                .findFirst()
                .orElse(NONE);
    }

    /** The name that the file would have if it was not compressed. */
    static String uncompressedName(String name) {
        return name.substring(0, name.length() - of(name).ending.length());
    }

    /** The file's contents, decompressed. The caller closes it. */
    static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return of(file).decompressed(raw);
        } catch (Throwable failure) {
            raw.close();
            throw failure;
        }
    }

    /** Closed together with {@code raw}. Several members or frames one behind the other are read as one. */
    InputStream decompressed(InputStream raw) throws IOException {
        return switch (this) {
            case NONE -> raw;
            case GZIP -> new GzipStream(raw);
            case ZSTD -> new ZstdInputStream(raw);
        };
    }
}

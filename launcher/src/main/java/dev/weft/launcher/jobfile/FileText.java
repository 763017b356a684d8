package dev.weft.launcher.jobfile;

import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The text of a file that nobody vouches for: of bounded length, in UTF-8. */
final class FileText {
    static final int MOST_BYTES = 1 << 20;

    private FileText() {}

    /** @throws UsageException if it can't be read as that */
    static String read(Path file, FileWords words) throws IOException {
        if (Files.isDirectory(file)) {
            throw words.wrong("is a folder: name a " + words.kind() + " in it");
        }
        if (!Files.exists(file)) {
            throw words.wrong("does not exist" + hint(file, words));
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw words.wrong("can't be read: name a " + words.kind());
        }
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw words.wrong(String.format(
                        Locale.ROOT,
                        "has %,d bytes, and a %s has %,d at most: put data into files of their own",
                        Files.size(file),
                        words.kind(),
                        MOST_BYTES));
            }
            return decoded(bytes, words);
        }
    }

    private static String decoded(byte[] bytes, FileWords words) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new UsageException(words.file() + " is no text in UTF-8: save it as UTF-8", notUtf8);
        }
    }

    private static String hint(Path file, FileWords words) throws IOException {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        if (!Files.isDirectory(folder)) {
            return ": there is no folder " + folder;
        }
        try (Stream<Path> beside = Files.list(folder)) {
            var files = beside.map(each -> String.valueOf(each.getFileName()))
                    .filter(JobFile::isNamed)
                    .toList();
            String hint = Spelling.hint(String.valueOf(file.getFileName()), files);
            return hint.isEmpty() ? ": name a " + words.kind() : hint;
        }
    }
}

package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The compressed text among some files. A thread takes the next file that nobody has begun; where there is none left it helps with one
 * that others have begun: then one thread decompresses while the others parse. No more files are open than there are threads, and a
 * thread holds one piece of text.
 *
 * <p>A share has a range of the compressed bytes of all files. A file that lies in the ranges of several shares is decompressed by each of
 * them, which parse its pieces in turn.
 */
final class StreamScan {
    private static final int PIECES_A_ROUND = 64;

    private final InputFiles files;
    private final int pieceBytes;
    private final long start;
    private final List<Part> parts = new ArrayList<>();
    private final List<TextStream> open = new ArrayList<>();
    private int begun;
    private int turn;

    /** A file, and which of its pieces are wanted. */
    private record Part(int file, Share share) {}

    StreamScan(InputFiles files, int pieceBytes, long start) {
        this.files = files;
        this.pieceBytes = pieceBytes;
        this.start = start;
    }

    void run(ThreadTeam team, Share share, Phase phase, LineScan.TextReaders readers, LongAdder bytesRead) {
        findParts(share);
        var cursors = new Cursor[team.size()];
        try {
            while (!isDone()) {
                team.forEachChunk(PIECES_A_ROUND * team.size(), (_, thread) -> {
                    if (cursors[thread] == null) {
                        cursors[thread] = new Cursor(readers.of(thread));
                    }
                    cursors[thread].readPiece(phase, bytesRead);
                });
            }
        } finally {
            open.forEach(TextStream::close);
        }
    }

    private void findParts(Share share) {
        int[] compressed = IntStream.range(0, files.count())
                .filter(file -> files.compression(file) != Compression.NONE)
                .toArray();
        long[] ends = new long[compressed.length];
        long total = 0;
        for (int i = 0; i < ends.length; i++) {
            total += Math.max(1, files.size(compressed[i]));
            ends[i] = total;
        }
        for (int i = 0; i < ends.length; i++) {
            int first = owner(share.count(), total, i == 0 ? 0 : ends[i - 1]);
            int last = owner(share.count(), total, ends[i] - 1);
            if (first <= share.index() && share.index() <= last) {
                parts.add(new Part(compressed[i], new Share(share.index() - first, last - first + 1)));
            }
        }
    }

    /** The share in whose range a byte lies. */
    private static int owner(int shares, long total, long at) {
        int owner = 0;
        while (new Share(owner, shares).end(total) <= at) {
            owner++;
        }
        return owner;
    }

    private synchronized boolean isDone() {
        open.removeIf(TextStream::ended);
        return begun == parts.size() && open.isEmpty();
    }

    /** A file to read from, if there still is one. */
    private synchronized Optional<TextStream> stream(LineScan.Reader reader) {
        while (begun < parts.size()) {
            Part part = parts.get(begun++);
            if (reader.wants(new TextPlace(part.file, 0))) {
                var stream = new TextStream(files, part.file, start, part.share);
                open.add(stream);
                return Optional.of(stream);
            }
        }
        open.removeIf(TextStream::ended);
        return open.isEmpty() ? Optional.empty() : Optional.of(open.get(turn++ % open.size()));
    }

    /** One thread's place. */
    private final class Cursor {
        private final LineScan.Reader reader;
        private final TextStream.Piece piece = new TextStream.Piece(pieceBytes);
        private @Nullable TextStream current;

        Cursor(LineScan.Reader reader) {
            this.reader = reader;
        }

        void readPiece(Phase phase, LongAdder bytesRead) {
            if (current == null || current.ended()) {
                current = stream(reader).orElse(null);
            }
            if (current == null) {
                return;
            }
            if (!reader.wants(current.place())) {
                current.close();
            } else if (current.next(piece)) {
                reader.read(piece.bytes, piece.from, piece.limit, new TextPlace(current.file(), piece.base));
            }
            long bytes = current.newBytesRead();
            bytesRead.add(bytes);
            phase.advance(bytes);
        }
    }
}

package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The plain text among some files, cut into windows that threads take one by one. A line belongs to the window in which it starts. */
final class WindowScan {
    private final InputFiles files;
    private final int windowBytes;
    private final long start;
    private final long[] sizes;
    /** The number of each file's first window, and the number of all windows at the end. */
    private final long[] firstWindows;

    WindowScan(InputFiles files, int windowBytes, long start) {
        this.files = files;
        this.windowBytes = windowBytes;
        this.start = start;
        this.sizes = new long[files.count()];
        this.firstWindows = new long[files.count() + 1];
        for (int file = 0; file < sizes.length; file++) {
            sizes[file] = files.compression(file) == Compression.NONE ? files.size(file) : 0;
            long windows = Math.ceilDiv(Math.max(0, sizes[file] - start), windowBytes);
            firstWindows[file + 1] = firstWindows[file] + windows;
        }
    }

    void run(ThreadTeam team, Share share, Phase phase, LineScan.TextReaders readers, LongAdder bytesRead) {
        var cursors = new Cursor[team.size()];
        long windows = firstWindows[sizes.length];
        long first = share.start(windows);
        try {
            team.forEachChunk(Math.toIntExact(share.end(windows) - first), (chunk, thread) -> {
                if (cursors[thread] == null) {
                    cursors[thread] = new Cursor(readers.of(thread), bytesRead);
                }
                cursors[thread].read(first + chunk);
                phase.advance(windowBytes);
            });
        } finally {
            Arrays.stream(cursors).forEach(Cursor::closeIfAny);
        }
    }

    /** The file in which a window lies. */
    private int file(long window) {
        int file = Arrays.binarySearch(firstWindows, window);
        if (file < 0) {
            return -file - 2;
        }
        while (firstWindows[file + 1] == window) {
            file++;
        }
        return file;
    }

    /** One thread's open file. */
    private final class Cursor {
        private final LineScan.Reader reader;
        private final LongAdder bytesRead;
        private int file = -1;
        private @Nullable TextFile open;
        private @Nullable TextWindow window;

        Cursor(LineScan.Reader reader, LongAdder bytesRead) {
            this.reader = reader;
            this.bytesRead = bytesRead;
        }

        void read(long number) {
            int wanted = file(number);
            long from = start + (number - firstWindows[wanted]) * windowBytes;
            if (reader.wants(new TextPlace(wanted, from))) {
                TextWindow text = windowOf(wanted);
                if (text.load(from, windowBytes)) {
                    reader.read(
                            text.bytes(), text.firstLine(), text.limit(), new TextPlace(wanted, text.filePosition(0)));
                }
            }
        }

        private TextWindow windowOf(int wanted) {
            if (window == null || file != wanted) {
                close();
                TextFile opened = TextFile.open(files.path(wanted).toString());
                open = opened;
                file = wanted;
                if (opened.size() != sizes[wanted]) {
                    throw new UsageException(opened.name() + " changed while it was read: load it when it is complete");
                }
                window = new TextWindow(opened);
            }
            return window;
        }

        private void close() {
            if (open != null) {
                bytesRead.add(open.bytesRead());
                open.close();
                open = null;
            }
        }

        static void closeIfAny(@Nullable Cursor cursor) {
            if (cursor != null) {
                cursor.close();
            }
        }
    }
}

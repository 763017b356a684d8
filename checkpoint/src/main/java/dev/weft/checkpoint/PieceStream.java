package dev.weft.checkpoint;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Pieces of memory as a stream. */
final class PieceStream extends InputStream {
    private final List<MemorySegment> pieces;
    private int piece;
    private long position;
    private int markedPiece;
    private long markedPosition;

    PieceStream(List<MemorySegment> pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        skipEmpty();
        if (length == 0) {
            return 0;
        }
        if (piece == pieces.size()) {
            return -1;
        }
        int size = (int) Math.min(length, pieces.get(piece).byteSize() - position);
        MemorySegment.copy(pieces.get(piece), ValueLayout.JAVA_BYTE, position, into, offset, size);
        position += size;
        return size;
    }

    private void skipEmpty() {
        while (piece < pieces.size() && position == pieces.get(piece).byteSize()) {
            piece++;
            position = 0;
        }
    }

    @Override
    public int available() {
        return piece == pieces.size()
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, pieces.get(piece).byteSize() - position);
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public synchronized void mark(int readLimit) {
        markedPiece = piece;
        markedPosition = position;
    }

    @Override
    public synchronized void reset() {
        piece = markedPiece;
        position = markedPosition;
    }
}

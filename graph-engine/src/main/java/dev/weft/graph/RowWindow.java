package dev.weft.graph;

/** The rows of all vertices that a worker's ranks read from, in blocks of 65,536 vertices. Vertices are internal ids. */
final class RowWindow {
    static final int BLOCK_BITS = 16;
    static final int BLOCK = 1 << BLOCK_BITS;

    final int width;
    /** Floats from a row to the next: places are folded by eights and fours, those beyond the row's end for nothing. */
    final int stride;

    final float[][] blocks;

    RowWindow(int vertices, int width) {
        this.width = width;
        this.stride = stride(width);
        this.blocks = new float[(vertices + BLOCK - 1) >>> BLOCK_BITS][];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = new float[Math.min(BLOCK, vertices - (block << BLOCK_BITS)) * stride];
        }
    }

    static int stride(int width) {
        return (width + 3) & -4;
    }

    float[] block(int vertex) {
        return blocks[vertex >>> BLOCK_BITS];
    }

    int at(int vertex) {
        return (vertex & BLOCK - 1) * stride;
    }

    /** Two neighbouring floats of a row as the bits of a long. */
    long pair(int vertex, int place) {
        float[] block = block(vertex);
        int at = at(vertex) + place;
        long low = Float.floatToRawIntBits(block[at]) & 0xffff_ffffL;
        return (long) Float.floatToRawIntBits(block[at + 1]) << 32 | low;
    }

    void pair(int vertex, int place, long bits) {
        float[] block = block(vertex);
        int at = at(vertex) + place;
        block[at] = Float.intBitsToFloat((int) bits);
        block[at + 1] = Float.intBitsToFloat((int) (bits >>> 32));
    }
}

package dev.weft.graph;

/** The rows of all vertices that a worker's ranks read from, in blocks of {@value #BLOCK} vertices. Vertices are internal ids. */
final class RowWindow {
    static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;

    final int width;
    final float[][] blocks;

    RowWindow(int vertices, int width) {
        this.width = width;
        this.blocks = new float[(vertices + BLOCK - 1) >>> BLOCK_BITS][];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = new float[Math.min(BLOCK, vertices - (block << BLOCK_BITS)) * width];
        }
    }

    float[] block(int vertex) {
        return blocks[vertex >>> BLOCK_BITS];
    }

    int at(int vertex) {
        return (vertex & BLOCK - 1) * width;
    }

    /** Two neighbouring floats of a row as the bits of a long; beyond the row's end there are zeros. */
    long pair(int vertex, int place) {
        float[] block = block(vertex);
        int at = at(vertex) + place;
        long low = Float.floatToRawIntBits(block[at]) & 0xffff_ffffL;
        return place + 1 < width ? (long) Float.floatToRawIntBits(block[at + 1]) << 32 | low : low;
    }

    void pair(int vertex, int place, long bits) {
        float[] block = block(vertex);
        int at = at(vertex) + place;
        block[at] = Float.intBitsToFloat((int) bits);
        if (place + 1 < width) {
            block[at + 1] = Float.intBitsToFloat((int) (bits >>> 32));
        }
    }
}

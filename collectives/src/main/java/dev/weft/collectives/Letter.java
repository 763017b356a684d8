package dev.weft.collectives;

/** A frame that waits until its lane has room. */
record Letter(Frame frame, ElementType type, Object array, int count) {
    private static final byte[] NOTHING = {};

    static Letter of(Frame frame) {
        return new Letter(frame, ElementType.BYTE, NOTHING, 0);
    }

    static Letter of(Frame frame, byte[] text) {
        return new Letter(frame, ElementType.BYTE, text, text.length);
    }
}

package dev.weft.collectives;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A frame's header, filled in to be written or read from the wire. Elements follow it; a lane numbers its frames in
 * Aeron's reserved value.
 *
 * <pre>
 *    0  u16 magic        2  u8 version   3  u8 kind       4  i32 epoch      8  i32 incarnation of the sender
 *   12  i32 source rank                  16  i32 destination rank            20  u8 type    21  u8 line    22  0
 *   24  i64 context     32  i64 call     40  i64 fingerprint
 *   48  i32 tag         52  i32 count of the whole message
 *   56  i32 bytes of elements in the {@link PayloadRing}, 0 if they follow   60  i32 token  64  elements
 * </pre>
 */
@SuppressWarnings("EnumOrdinal") // Part of the format, which the version names.
final class Frame {
    static final int HEADER_BYTES = 64;
    static final short MAGIC = 0x5746;
    static final byte VERSION = 3;

    private static final ElementType[] TYPES = ElementType.values();
    private static final LineKind[] LINES = LineKind.values();

    FrameKind kind = FrameKind.MESSAGE;
    int epoch;
    int incarnation;
    long context;
    int source;
    int destination;
    long call;
    long fingerprint;
    int tag;
    int count;
    int ringBytes;
    /** {@link LanePlan#token}; set by the lane that it goes by. */
    int token;

    ElementType type = ElementType.BYTE;
    LineKind line = LineKind.MAIL;

    void write(MutableDirectBuffer buffer, int at) {
        buffer.putShort(at, MAGIC, LITTLE_ENDIAN);
        buffer.putByte(at + 2, VERSION);
        buffer.putByte(at + 3, (byte) kind.ordinal());
        buffer.putInt(at + 4, epoch, LITTLE_ENDIAN);
        buffer.putInt(at + 8, incarnation, LITTLE_ENDIAN);
        buffer.putInt(at + 12, source, LITTLE_ENDIAN);
        buffer.putInt(at + 16, destination, LITTLE_ENDIAN);
        buffer.putInt(at + 20, type.ordinal() | line.ordinal() << 8, LITTLE_ENDIAN);
        buffer.putLong(at + 24, context, LITTLE_ENDIAN);
        buffer.putLong(at + 32, call, LITTLE_ENDIAN);
        buffer.putLong(at + 40, fingerprint, LITTLE_ENDIAN);
        buffer.putInt(at + 48, tag, LITTLE_ENDIAN);
        buffer.putInt(at + 52, count, LITTLE_ENDIAN);
        buffer.putInt(at + 56, ringBytes, LITTLE_ENDIAN);
        buffer.putInt(at + 60, token, LITTLE_ENDIAN);
    }

    /** False if this is no frame of ours. */
    boolean read(DirectBuffer buffer, int at, int length) {
        if (length < HEADER_BYTES || buffer.getShort(at, LITTLE_ENDIAN) != MAGIC || buffer.getByte(at + 2) != VERSION) {
            return false;
        }
        int kindNumber = buffer.getByte(at + 3) & 0xff;
        int typeAndLine = buffer.getInt(at + 20, LITTLE_ENDIAN);
        int typeNumber = typeAndLine & 0xff;
        int lineNumber = typeAndLine >>> 8;
        if (!FrameKind.isNumber(kindNumber) || typeNumber >= TYPES.length || lineNumber >= LINES.length) {
            return false;
        }
        kind = FrameKind.numbered(kindNumber);
        type = TYPES[typeNumber];
        line = LINES[lineNumber];
        epoch = buffer.getInt(at + 4, LITTLE_ENDIAN);
        incarnation = buffer.getInt(at + 8, LITTLE_ENDIAN);
        source = buffer.getInt(at + 12, LITTLE_ENDIAN);
        destination = buffer.getInt(at + 16, LITTLE_ENDIAN);
        context = buffer.getLong(at + 24, LITTLE_ENDIAN);
        call = buffer.getLong(at + 32, LITTLE_ENDIAN);
        fingerprint = buffer.getLong(at + 40, LITTLE_ENDIAN);
        tag = buffer.getInt(at + 48, LITTLE_ENDIAN);
        count = buffer.getInt(at + 52, LITTLE_ENDIAN);
        ringBytes = buffer.getInt(at + 56, LITTLE_ENDIAN);
        token = buffer.getInt(at + 60, LITTLE_ENDIAN);
        int elementBytes = ringBytes == 0 ? length - HEADER_BYTES : ringBytes;
        return count >= 0
                && ringBytes >= 0
                && ringBytes <= PayloadRing.LONGEST_BYTES
                && elementBytes % type.bytes(1) == 0
                && (!carriesElements() || elementBytes <= type.bytes(count));
    }

    boolean carriesElements() {
        return kind == FrameKind.MESSAGE || kind == FrameKind.MORE;
    }
}

package dev.weft.checkpoint.save;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** How numbers stand in saved blocks. */
final class Layouts {
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Layouts() {}
}

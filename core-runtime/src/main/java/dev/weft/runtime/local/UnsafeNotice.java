package dev.weft.runtime.local;

import java.lang.reflect.Method;

/**
 * Pekko 1.7 still uses {@code sun.misc.Unsafe}, of which JDK 24 and later tell the terminal of everyone who runs a program without a
 * certain flag, once in a JVM's life. They can do nothing about it, so the JDK is told that it has done so already.
 */
final class UnsafeNotice {
    private UnsafeNotice() {}

    static void silence() {
        try {
            Method alreadyTold = Class.forName("sun.misc.Unsafe").getDeclaredMethod("trySetMemoryAccessWarned");
            alreadyTold.setAccessible(true);
            alreadyTold.invoke(null);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Another JDK, another way: four lines on the terminal harm nobody.
        }
    }
}

package dev.weft.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * Copies of a class of loops, one for each class of the functions that its loops call. The JIT compiler keeps what it learns about calls and
 * branches with the code, so loops that many programs share end as slow virtual calls; a copy sees the functions of one class only, and has
 * them inlined. Copies are hidden classes, which go when the functions' class goes.
 *
 * @param <T> what the loops are called by
 */
final class Copies<T> {
    private final MethodHandles.Lookup lookup;
    private final Class<T> calledBy;
    private final Class<? extends T> original;
    private final byte[] code;
    private final ClassValue<T> copies = new ClassValue<>() {
        @Override
        protected T computeValue(Class<?> functions) {
            return copy();
        }
    };

    /** @param original has a constructor without parameters, and no lambdas or nested classes, which copies would share */
    Copies(MethodHandles.Lookup lookup, Class<T> calledBy, Class<? extends T> original) {
        this.lookup = lookup;
        this.calledBy = calledBy;
        this.original = original;
        this.code = code(original);
    }

    private static byte[] code(Class<?> type) {
        String file = type.getSimpleName() + ".class";
        try (InputStream stream = type.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the class file of " + type.getName() + " is not beside it");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    T of(Object function) {
        return copies.get(function.getClass());
    }

    private T copy() {
        try {
            Class<?> copy = lookup.defineHiddenClass(code, true).lookupClass();
            return calledBy.cast(copy.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no copy of " + original.getName() + " can be made", e);
        }
    }
}

package dev.weft.runtime.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A C library, whose functions are called by name and return an int, their status. It stays loaded as long as the process lives. */
final class NativeLibrary {
    private static final int LONGEST_TEXT = 4096;

    private final String name;
    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();

    private NativeLibrary(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /**
     * Loads it.
     *
     * @param name a file, or a name that the system's loader knows where to find
     * @return nothing if there is no such library here
     */
    @SuppressWarnings("restricted")
    static Optional<NativeLibrary> find(String name) {
        try {
            SymbolLookup symbols = name.contains("/")
                    ? SymbolLookup.libraryLookup(Path.of(name), Arena.global())
                    : SymbolLookup.libraryLookup(name, Arena.global());
            return Optional.of(new NativeLibrary(name, symbols));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    String name() {
        return name;
    }

    boolean has(String function) {
        return symbols.find(function).isPresent();
    }

    /**
     * Calls a function, always with arguments of the same types: {@code Integer} is C's int, {@code Long} its 64-bit integer, and a
     * {@code MemorySegment} a pointer.
     *
     * @throws UnsupportedOperationException if the library has no such function
     */
    int call(String function, Object... arguments) {
        MethodHandle handle = functions.computeIfAbsent(function, _ -> bind(function, arguments));
        try {
            return (int) handle.invokeExact(arguments);
        } catch (RuntimeException | Error own) {
            throw own;
        } catch (Throwable impossible) {
            throw new IllegalStateException(function + " of " + name, impossible);
        }
    }

    /** What the library calls a status: by a function that takes it and returns a text. Without that function: its number. */
    @SuppressWarnings("restricted")
    String text(String function, int status) {
        Optional<MemorySegment> address = symbols.find(function);
        if (address.isEmpty()) {
            return "status " + status;
        }
        MethodHandle handle = Linker.nativeLinker()
                .downcallHandle(address.get(), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try {
            var text = (MemorySegment) handle.invokeExact(status);
            return text.equals(MemorySegment.NULL)
                    ? "status " + status
                    : text.reinterpret(LONGEST_TEXT).getString(0);
        } catch (RuntimeException | Error own) {
            throw own;
        } catch (Throwable impossible) {
            throw new IllegalStateException(function + " of " + name, impossible);
        }
    }

    @SuppressWarnings("restricted")
    private MethodHandle bind(String function, Object[] arguments) {
        MemorySegment address = symbols.find(function)
                .orElseThrow(() -> new UnsupportedOperationException(
                        name + " has no function " + function + ": install a newer NVIDIA driver"));
        MemoryLayout[] layouts =
                Arrays.stream(arguments).map(NativeLibrary::layout).toArray(MemoryLayout[]::new);
        return Linker.nativeLinker()
                .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts))
                .asSpreader(Object[].class, layouts.length);
    }

    private static MemoryLayout layout(Object argument) {
        return switch (argument) {
            case Integer _ -> ValueLayout.JAVA_INT;
            case Long _ -> ValueLayout.JAVA_LONG;
            case MemorySegment _ -> ValueLayout.ADDRESS;
            default -> throw new IllegalArgumentException("no C type for " + argument.getClass());
        };
    }
}

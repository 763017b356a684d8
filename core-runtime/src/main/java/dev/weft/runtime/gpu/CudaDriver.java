package dev.weft.runtime.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The CUDA driver's library and its functions, as the CUDA Driver API reference names them. */
final class CudaDriver {
    /** The system property that names another library. */
    static final String LIBRARY = "weft.cuda.library";

    private static final String DEFAULT_LIBRARY = "libcuda.so.1";
    private static final Map<String, CudaDriver> LOADED = new ConcurrentHashMap<>();
    private static final int SUCCESS = 0;
    private static final int UUID_BYTES = 16;
    private static final int UUID_CHARACTERS = 36;

    private final NativeLibrary library;

    private CudaDriver(NativeLibrary library) {
        this.library = library;
        call("cuInit", "this host", 0);
    }

    /** @throws CudaException if this host has none, or it finds no GPU it can work on */
    static CudaDriver ofThisHost() {
        return LOADED.computeIfAbsent(System.getProperty(LIBRARY, DEFAULT_LIBRARY), name -> {
            NativeLibrary library = NativeLibrary.find(name)
                    .orElseThrow(() -> new CudaException(
                            "",
                            "there is no CUDA driver here, that is no library " + name + ": install NVIDIA's driver"));
            return new CudaDriver(library);
        });
    }

    NativeLibrary library() {
        return library;
    }

    /** @param where what a message says of the place */
    void call(String function, String where, Object... arguments) {
        int status;
        try {
            status = library.call(function, arguments);
        } catch (UnsupportedOperationException missing) {
            throw new CudaException("CUDA_ERROR_NOT_SUPPORTED", String.valueOf(missing.getMessage()));
        }
        if (status != SUCCESS) {
            throw failure(function, where, status, "");
        }
    }

    CudaException failure(String function, String where, int status, String more) {
        String name = text("cuGetErrorName", status);
        String message = function + " on " + where + " failed: " + name + ", " + text("cuGetErrorString", status);
        return new CudaException(name, more.isBlank() ? message : message + ": " + more.strip());
    }

    @SuppressWarnings("restricted")
    private String text(String function, int status) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            return library.call(function, status, out) == SUCCESS
                    ? out.get(ValueLayout.ADDRESS, 0)
                            .reinterpret(Integer.MAX_VALUE)
                            .getString(0)
                    : "error " + status;
        }
    }

    /** The number that CUDA gives a GPU in this process. */
    int ordinal(String uuid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            call("cuDeviceGetCount", "this host", out);
            int count = out.get(ValueLayout.JAVA_INT, 0);
            byte[] wanted = bytes(uuid);
            MemorySegment found = arena.allocate(UUID_BYTES);
            for (int ordinal = 0; ordinal < count; ordinal++) {
                call(uuidFunction(), "device " + ordinal, found, handle(ordinal));
                if (MemorySegment.ofArray(wanted).mismatch(found) < 0) {
                    return ordinal;
                }
            }
            throw new CudaException(
                    "CUDA_ERROR_NO_DEVICE",
                    "CUDA shows this process " + count + " GPUs and not " + uuid
                            + ": CUDA_VISIBLE_DEVICES may hide it, here "
                            + System.getenv(GpuDiscovery.VISIBLE_DEVICES));
        }
    }

    /** The newer one also tells parts of a GPU apart. */
    private String uuidFunction() {
        return library.has("cuDeviceGetUuid_v2") ? "cuDeviceGetUuid_v2" : "cuDeviceGetUuid";
    }

    /** Of a device by its number. */
    int handle(int ordinal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            call("cuDeviceGet", "device " + ordinal, out, ordinal);
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** {@code GPU-} or {@code MIG-}, then the usual form. */
    private static byte[] bytes(String uuid) {
        String digits = uuid.length() < UUID_CHARACTERS
                ? ""
                : uuid.substring(uuid.length() - UUID_CHARACTERS).replace("-", "");
        if (digits.length() != 2 * UUID_BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new CudaException(
                    "CUDA_ERROR_NO_DEVICE",
                    uuid + " is no UUID of a GPU: it must be GPU-8-4-4-4-12 hexadecimal digits");
        }
        return HexFormat.of().parseHex(digits);
    }
}

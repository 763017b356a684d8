package dev.weft.runtime.gpu;

import java.io.Serial;

/** A call of NVIDIA's management library that failed. */
final class NvmlException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NvmlException(String call, int status, String text) {
        super("NVML: " + text + " (" + call + " gave " + status + ")");
    }
}

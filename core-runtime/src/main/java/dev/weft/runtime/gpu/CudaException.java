package dev.weft.runtime.gpu;

import java.io.Serial;

/** A call of the CUDA driver that failed; the message names the call, the GPU, CUDA's name of the error and its words for it. */
public final class CudaException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String error;

    CudaException(String error, String message) {
        super(message);
        this.error = error;
    }

    /** As CUDA names it, e.g. {@code CUDA_ERROR_OUT_OF_MEMORY}; empty if there was no driver to call. */
    public String error() {
        return error;
    }
}

package dev.weft.runtime.gpu;

import java.util.Optional;

/**
 * What the driver says of a GPU's memory. All is 0 and false where a GPU doesn't say.
 *
 * @param uncorrectedErrors ECC errors since the driver was loaded that could not be corrected
 * @param replacedPages pages retired and rows remapped in its life
 * @param resetPending pages or rows wait to be replaced, at the next reset
 * @param worn rows could not be replaced any more
 */
public record GpuHealth(long uncorrectedErrors, long replacedPages, boolean resetPending, boolean worn) {
    static final GpuHealth GOOD = new GpuHealth(0, 0, false, false);

    /** Why no job should get the GPU, if none should. */
    public Optional<String> trouble() {
        if (worn) {
            return Optional.of("its memory has no spare rows left, it should be replaced");
        }
        if (resetPending || uncorrectedErrors > 0) {
            return Optional.of("its memory had " + uncorrectedErrors + " uncorrected ECC errors"
                    + (resetPending ? " and waits to be repaired" : "") + ": reset it (nvidia-smi --gpu-reset)");
        }
        return Optional.empty();
    }
}

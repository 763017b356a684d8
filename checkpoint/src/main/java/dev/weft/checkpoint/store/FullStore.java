package dev.weft.checkpoint.store;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.util.function.BooleanSupplier;

/** Takes no writes while its disk is full, and says what a full disk says; reads and deletes go through. */
public final class FullStore extends StoreLayer {
    private final BooleanSupplier full;

    public FullStore(ObjectStore behind, BooleanSupplier full) {
        super(behind);
        this.full = full;
    }

    @Override
    protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
        if (writes(call.verb()) && full.getAsBoolean()) {
            throw StoreException.of(
                    Kind.FULL,
                    call.failedAt(behind) + ": the disk is full: make room, or name another folder (injected)");
        }
        return action.run();
    }

    private static boolean writes(StoreCall.Verb verb) {
        return switch (verb) {
            case PUT, CREATE, UPLOAD, PART, COMPLETE -> true;
            case GET, SIZE, READ, LIST, DELETE, ABORT, SWEEP -> false;
        };
    }
}

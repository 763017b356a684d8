package dev.weft.launcher.doctor;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.store.Limits;
import dev.weft.checkpoint.store.Retries;
import dev.weft.checkpoint.store.StoreOptions;
import dev.weft.checkpoint.store.StoreProbe;
import java.time.Duration;

/** Whether the checkpoints' store lets itself be written, read, listed and deleted, and creates an object once. */
record StorageCheck(String address) implements Check {
    private static final String NAME = "storage";
    private static final StoreOptions IMPATIENT = StoreOptions.defaults()
            .withLimits(new Limits(Duration.ofSeconds(5), Limits.DEFAULT.leastBytesPerSecond()))
            .withRetries(new Retries(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1)));

    @Override
    public Finding run() {
        try (ObjectStore store = ObjectStores.open(address, IMPATIENT)) {
            StoreProbe.prove(store);
            return Finding.ok(NAME, store + ": objects are created once, read, listed and deleted");
        } catch (StoreException e) {
            return finding(String.valueOf(e.getMessage()));
        }
    }

    /** A store's messages end with their remedy. */
    private static Finding finding(String message) {
        int colon = message.lastIndexOf(": ");
        return colon < 0
                ? Finding.fail(NAME, message, "name another store, or see that this one answers")
                : Finding.fail(NAME, message.substring(0, colon), message.substring(colon + 2));
    }
}

package dev.weft.checkpoint.store;

import dev.weft.checkpoint.ObjectStore;

final class MemoryStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new MemoryStore("test");
    }
}

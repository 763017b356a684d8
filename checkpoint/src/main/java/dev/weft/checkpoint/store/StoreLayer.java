package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.Upload;
import dev.weft.checkpoint.store.StoreCall.Verb;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A store in front of another: every call, also those of an upload, passes through one method. */
public abstract class StoreLayer implements ObjectStore {
    /** The call on the store behind. */
    @FunctionalInterface
    protected interface Action<T> {
        T run() throws StoreException;
    }

    /** A call that gives nothing back. */
    @FunctionalInterface
    protected interface Step {
        void run() throws StoreException;
    }

    /** The store behind this one. */
    protected final ObjectStore behind;

    protected StoreLayer(ObjectStore behind) {
        this.behind = behind;
    }

    /** Makes the call: once, several times, or not at all. */
    protected abstract <T> T pass(StoreCall call, Action<T> action) throws StoreException;

    private void passing(Verb verb, String key, long bytes, Step step) throws StoreException {
        pass(new StoreCall(verb, key, bytes), () -> {
            step.run();
            return true;
        });
    }

    @Override
    public void put(String key, Body body) throws StoreException {
        passing(Verb.PUT, key, body.length(), () -> behind.put(key, body));
    }

    @Override
    public boolean create(String key, Body body) throws StoreException {
        return pass(new StoreCall(Verb.CREATE, key, body.length()), () -> behind.create(key, body));
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreException {
        return pass(new StoreCall(Verb.GET, key, 0), () -> behind.get(key));
    }

    @Override
    public OptionalLong size(String key) throws StoreException {
        return pass(new StoreCall(Verb.SIZE, key, 0), () -> behind.size(key));
    }

    @Override
    public void read(String key, long offset, MemorySegment into) throws StoreException {
        passing(Verb.READ, key, into.byteSize(), () -> behind.read(key, offset, into));
    }

    @Override
    public List<Entry> list(String prefix, String after, int limit) throws StoreException {
        return pass(new StoreCall(Verb.LIST, prefix, 0), () -> behind.list(prefix, after, limit));
    }

    @Override
    public void delete(String key) throws StoreException {
        passing(Verb.DELETE, key, 0, () -> behind.delete(key));
    }

    @Override
    public Upload upload(String key, long partBytes) throws StoreException {
        var upload = pass(new StoreCall(Verb.UPLOAD, key, 0), () -> behind.upload(key, partBytes));
        return new Passing(key, upload);
    }

    @Override
    public int sweep(Instant before) throws StoreException {
        return pass(new StoreCall(Verb.SWEEP, "", 0), () -> behind.sweep(before));
    }

    @Override
    public String toString() {
        return behind.toString();
    }

    @Override
    public void close() {
        behind.close();
    }

    /** An upload whose calls pass through the layer. */
    protected class Passing implements Upload {
        protected final String key;
        protected final Upload upload;

        protected Passing(String key, Upload upload) {
            this.key = key;
            this.upload = upload;
        }

        @Override
        public void part(int number, Body part) throws StoreException {
            passing(Verb.PART, key, part.length(), () -> upload.part(number, part));
        }

        @Override
        public void complete(int parts) throws StoreException {
            passing(Verb.COMPLETE, key, 0, () -> upload.complete(parts));
        }

        @Override
        public void close() throws StoreException {
            passing(Verb.ABORT, key, 0, upload::close);
        }
    }
}

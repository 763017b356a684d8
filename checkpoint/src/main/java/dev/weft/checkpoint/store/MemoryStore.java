package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.Upload;
import dev.weft.checkpoint.store.StoreCall.Verb;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects on the heap: for tests, simulations, and jobs whose checkpoints need not outlive their process. */
public final class MemoryStore implements ObjectStore {
    private final ConcurrentNavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Set<MemoryUpload> uploads = ConcurrentHashMap.newKeySet();
    private final String name;
    private final InstantSource clock;

    public MemoryStore(String name) {
        this(name, InstantSource.system());
    }

    /** A store whose uploads begin by that clock. */
    public MemoryStore(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public void put(String key, Body body) {
        objects.put(Keys.checked(key), body.toBytes());
    }

    @Override
    public boolean create(String key, Body body) {
        return objects.putIfAbsent(Keys.checked(key), body.toBytes()) == null;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(objects.get(Keys.checked(key))).map(byte[]::clone);
    }

    @Override
    public OptionalLong size(String key) {
        byte[] bytes = objects.get(Keys.checked(key));
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public void read(String key, long offset, MemorySegment into) throws StoreException {
        var call = new StoreCall(Verb.READ, Keys.checked(key), into.byteSize());
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw StoreException.of(Kind.ABSENT, call.failedAt(this) + ": there is no such object");
        }
        if (offset + into.byteSize() > bytes.length) {
            throw StoreException.of(
                    Kind.TRUNCATED,
                    call.failedAt(this) + ": bytes " + offset + " to " + (offset + into.byteSize())
                            + " were asked for, it ends after " + bytes.length + " bytes");
        }
        MemorySegment.copy(bytes, (int) offset, into, ValueLayout.JAVA_BYTE, 0, (int) into.byteSize());
    }

    @Override
    public List<Entry> list(String prefix, String after, int limit) {
        if (limit < 1 || limit > PAGE) {
            throw new IllegalArgumentException("limit=" + limit + " is not from 1 to " + PAGE);
        }
        NavigableMap<String, byte[]> from =
                after.compareTo(prefix) < 0 ? objects.tailMap(prefix, true) : objects.tailMap(after, false);
        return from.entrySet().stream()
                .takeWhile(object -> object.getKey().startsWith(prefix))
                .limit(limit)
                .map(object -> new Entry(object.getKey(), object.getValue().length))
                .toList();
    }

    @Override
    public void delete(String key) {
        objects.remove(Keys.checked(key));
    }

    @Override
    public Upload upload(String key, long partBytes) {
        var upload = new MemoryUpload(Keys.checked(key), partBytes, clock.instant());
        uploads.add(upload);
        return upload;
    }

    @Override
    public int sweep(Instant before) {
        var old =
                uploads.stream().filter(upload -> upload.begun.isBefore(before)).toList();
        old.forEach(MemoryUpload::close);
        return old.size();
    }

    @Override
    public String toString() {
        return "memory:" + name;
    }

    @Override
    public void close() {}

    private final class MemoryUpload implements Upload {
        private final String key;
        private final UploadParts parts;
        private final NavigableMap<Integer, byte[]> bytes = new TreeMap<>();
        private final Instant begun;
        private boolean gone;

        private MemoryUpload(String key, long partBytes, Instant begun) {
            this.key = key;
            this.begun = begun;
            this.parts = new UploadParts(key, partBytes);
        }

        @Override
        public synchronized void part(int number, Body part) throws StoreException {
            refuseIfGone(Verb.PART);
            parts.offset(number, part);
            bytes.put(number, part.toBytes());
            parts.written(number, part);
        }

        @Override
        public synchronized void complete(int count) throws StoreException {
            refuseIfGone(Verb.COMPLETE);
            parts.check(count);
            var whole = new ByteArrayOutputStream();
            bytes.values().forEach(whole::writeBytes);
            objects.put(key, whole.toByteArray());
            close();
        }

        private void refuseIfGone(Verb verb) throws StoreException {
            if (gone) {
                throw StoreException.of(
                        Kind.ABSENT, new StoreCall(verb, key, 0).failedAt(MemoryStore.this) + ": its parts are gone");
            }
        }

        @Override
        public synchronized void close() {
            bytes.clear();
            gone = true;
            uploads.remove(this);
        }
    }
}

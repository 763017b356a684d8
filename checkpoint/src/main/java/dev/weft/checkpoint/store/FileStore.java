package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.Upload;
import dev.weft.checkpoint.store.StoreCall.Verb;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Objects as files below a folder, which may be shared by hosts. A file is written in {@code .tmp}, forced to the disk, and then takes its name: by renaming,
 * or, where there may be none yet, by a hard link, which the file system makes at most once. The name is forced too before a call returns.
 */
public final class FileStore implements ObjectStore {
    private static final long MOST_BYTES_AT_ONCE = 1 << 30;

    private final Path root;
    private final Limits limits;
    private final FileDrafts drafts;

    private FileStore(Path root, Limits limits) {
        this.root = root;
        this.limits = limits;
        this.drafts = new FileDrafts(root);
    }

    /**
     * Opens the folder, which is made if the one above it exists.
     *
     * @throws StoreException {@code NO_PLACE} if the one above is missing, or there is something else by this name
     */
    public static FileStore open(Path folder, Limits limits) throws StoreException {
        Path root = folder.toAbsolutePath().normalize();
        Path above = root.getParent();
        if (above != null && !Files.isDirectory(above)) {
            throw StoreException.of(
                    Kind.NO_PLACE,
                    "can't keep objects in " + root + ": there is no folder " + above + ": make it first (mkdir -p)");
        }
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw StoreException.of(
                    Kind.NO_PLACE, "can't keep objects in " + root + ": it is not a folder: name one, or a new one");
        }
        try {
            Folders.make(root);
        } catch (IOException e) {
            throw FileTroubles.of(new StoreCall(Verb.PUT, "", 0), root, e);
        }
        return new FileStore(root, limits);
    }

    @Override
    public void put(String key, Body body) throws StoreException {
        var call = new StoreCall(Verb.PUT, Keys.checked(key), body.length());
        publish(call, body, (draft, file) -> {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        });
    }

    @Override
    public boolean create(String key, Body body) throws StoreException {
        var call = new StoreCall(Verb.CREATE, Keys.checked(key), body.length());
        if (Files.exists(fileOf(key))) {
            return false;
        }
        return publish(call, body, (draft, file) -> link(call, draft, file));
    }

    /** Gives a written file its name. */
    @FunctionalInterface
    interface Naming {
        boolean name(Path draft, Path file) throws IOException;
    }

    private boolean publish(StoreCall call, Body body, Naming naming) throws StoreException {
        var deadline = Deadline.of(call, root, limits);
        Path draft = drafts.next();
        try {
            try (var channel = drafts.open(draft)) {
                Channels.write(channel, 0, body, deadline);
                channel.force(true);
            }
            return name(draft, fileOf(call.key()), naming);
        } catch (IOException e) {
            throw FileTroubles.of(call, root, e);
        } finally {
            drafts.discard(draft);
        }
    }

    /** The folder may go, empty, while it is used: {@link #delete} tidies up. */
    boolean name(Path draft, Path file, Naming naming) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Folders.make(folderOf(file));
            try {
                boolean named = naming.name(draft, file);
                Folders.force(folderOf(file));
                return named;
            } catch (NoSuchFileException e) {
                if (!Files.exists(draft) || attempt == Folders.MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private boolean link(StoreCall call, Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return isSame(draft, file);
        } catch (UnsupportedOperationException e) {
            throw unlinkable(call, e);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            throw "Operation not permitted".equals(e.getReason())
                            || "Operation not supported".equals(e.getReason())
                            || "Function not implemented".equals(e.getReason())
                    ? unlinkable(call, e)
                    : e;
        }
    }

    /** NFS may lose its answer to a link that was made, ask again, and hear that the name exists. */
    private static boolean isSame(Path draft, Path file) throws IOException {
        try {
            return Files.isSameFile(draft, file);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private StoreException unlinkable(StoreCall call, Exception e) {
        return StoreException.of(
                Kind.UNSUITABLE,
                call.failedAt(root) + ": the file system has no hard links: use one that has (ext4, XFS, NFS)",
                e);
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreException {
        var call = new StoreCall(Verb.GET, Keys.checked(key), 0);
        try (var channel = open(key)) {
            if (channel.size() > MOST_BYTES_AT_ONCE) {
                throw StoreException.of(
                        Kind.FAILED, call.failedAt(root) + ": " + channel.size() + " bytes are too many at once");
            }
            byte[] bytes = new byte[(int) channel.size()];
            var deadline = Deadline.of(new StoreCall(Verb.GET, key, bytes.length), root, limits);
            Channels.read(channel, 0, MemorySegment.ofArray(bytes), deadline);
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileTroubles.of(call, root, e);
        }
    }

    private FileChannel open(String key) throws IOException {
        if (bytesIn(key).isEmpty()) {
            throw new NoSuchFileException(key);
        }
        return FileChannel.open(fileOf(key), StandardOpenOption.READ);
    }

    /** The length of the object's file, if there is one; trouble on the way to it is no "no". */
    private OptionalLong bytesIn(String key) throws IOException {
        try {
            var attributes = Files.readAttributes(fileOf(key), BasicFileAttributes.class);
            return attributes.isRegularFile() ? OptionalLong.of(attributes.size()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (FileSystemException e) {
            if ("Not a directory".equals(e.getReason())) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    @Override
    public OptionalLong size(String key) throws StoreException {
        try {
            return bytesIn(Keys.checked(key));
        } catch (IOException e) {
            throw FileTroubles.of(new StoreCall(Verb.SIZE, key, 0), root, e);
        }
    }

    @Override
    public void read(String key, long offset, MemorySegment into) throws StoreException {
        var call = new StoreCall(Verb.READ, Keys.checked(key), into.byteSize());
        try (var channel = open(key)) {
            Channels.read(channel, offset, into, Deadline.of(call, root, limits));
        } catch (NoSuchFileException e) {
            throw StoreException.of(Kind.ABSENT, call.failedAt(root) + ": there is no such object", e);
        } catch (EOFException e) {
            throw StoreException.of(
                    Kind.TRUNCATED,
                    call.failedAt(root) + ": bytes " + offset + " to " + (offset + into.byteSize())
                            + " were asked for, it " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw FileTroubles.of(call, root, e);
        }
    }

    @Override
    public List<Entry> list(String prefix, String after, int limit) throws StoreException {
        try {
            return new FileListing(root, prefix, after, limit).entries();
        } catch (IOException e) {
            throw FileTroubles.of(new StoreCall(Verb.LIST, prefix, 0), root, e);
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        var call = new StoreCall(Verb.DELETE, Keys.checked(key), 0);
        try {
            Path file = fileOf(key);
            if (bytesIn(key).isPresent() && Files.deleteIfExists(file)) {
                Folders.removeEmpty(folderOf(file), root);
            }
        } catch (IOException e) {
            throw FileTroubles.of(call, root, e);
        }
    }

    @Override
    public Upload upload(String key, long partBytes) throws StoreException {
        Keys.checked(key);
        return new FileUpload(this, drafts, key, partBytes);
    }

    @Override
    public int sweep(Instant before) throws StoreException {
        try {
            return drafts.sweep(before);
        } catch (IOException e) {
            throw FileTroubles.of(new StoreCall(Verb.SWEEP, "", 0), root, e);
        }
    }

    Limits limits() {
        return limits;
    }

    Path root() {
        return root;
    }

    Path fileOf(String key) {
        return root.resolve(key);
    }

    /** A key has no leading slash, so its file is below the root. */
    private Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? root : parent;
    }

    @Override
    public String toString() {
        return root.toString();
    }

    @Override
    public void close() {}
}

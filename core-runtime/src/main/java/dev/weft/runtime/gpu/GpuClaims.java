package dev.weft.runtime.gpu;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which GPUs of this host Weft's jobs have, whoever runs them: a file for each GPU, whose byte i is locked by who has its i-th thousandth.
 * The system takes back the locks of a process that ends, however it ends. Files stay: two jobs must never lock different ones of the same
 * name. For the same reason a file that is open stays open, since closing it would give up all of the process's locks on it.
 */
final class GpuClaims {
    /** The system property that names another folder. */
    static final String FOLDER = "weft.gpu.claims";

    private static final Map<Path, FileChannel> OPEN = new ConcurrentHashMap<>();
    private static final ReentrantLock CHOOSING = new ReentrantLock();

    private final Path folder;

    GpuClaims(Path folder) {
        this.folder = folder;
    }

    static GpuClaims ofThisHost() {
        String folder = System.getProperty(FOLDER);
        return new GpuClaims(
                folder == null ? Path.of(System.getProperty("java.io.tmpdir"), "weft-gpus") : Path.of(folder));
    }

    /** What a job has; given back when closed. */
    static final class Claim implements AutoCloseable {
        private final List<FileLock> locks = new ArrayList<>();

        @Override
        public void close() {
            try {
                for (FileLock lock : locks) {
                    lock.release();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            locks.clear();
        }
    }

    /** Runs it while no other job of this host chooses. */
    void choose(Runnable choice) {
        CHOOSING.lock();
        try (FileLock _ = channel("choosing").lock()) {
            choice.run();
        } catch (IOException e) {
            throw unusable(e);
        } finally {
            CHOOSING.unlock();
        }
    }

    int freeMilli(String uuid) {
        try (var all = new Claim()) {
            return take(uuid, GpuOffer.WHOLE, all) ? GpuOffer.WHOLE : all.locks.size();
        }
    }

    /** So many thousandths of a GPU, which are known to be free. */
    void take(String uuid, int milli, List<Claim> claims) {
        var claim = new Claim();
        claims.add(claim);
        if (!take(uuid, milli, claim)) {
            throw new IllegalStateException(uuid + " was given away meanwhile");
        }
    }

    /** Takes as many as there are, up to {@code milli}; says whether there were enough. */
    private boolean take(String uuid, int milli, Claim claim) {
        FileChannel channel = channel(uuid);
        FileLock whole = milli == GpuOffer.WHOLE ? lock(channel, 0, GpuOffer.WHOLE) : null;
        if (whole != null) {
            claim.locks.add(whole);
            return true;
        }
        for (int i = 0; i < GpuOffer.WHOLE && claim.locks.size() < milli; i++) {
            FileLock one = lock(channel, i, 1);
            if (one != null) {
                claim.locks.add(one);
            }
        }
        return claim.locks.size() == milli;
    }

    private @Nullable FileLock lock(FileChannel channel, long from, long size) {
        try {
            return channel.tryLock(from, size, false);
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private FileChannel channel(String name) {
        return OPEN.computeIfAbsent(folder.toAbsolutePath().resolve(name), path -> {
            try {
                makeForAll(path);
                return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw unusable(e);
            }
        });
    }

    /** Jobs of other users lock it, too. */
    private void makeForAll(Path file) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        try {
            Files.createFile(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (FileAlreadyExistsException made) {
            // By another job.
        }
    }

    private UsageException unusable(IOException e) {
        return new UsageException(
                folder + ", where Weft's jobs on this host say which GPUs they have, can't be used: " + e
                        + "; mend it, or name another folder with -D" + FOLDER + "=FOLDER",
                e);
    }
}

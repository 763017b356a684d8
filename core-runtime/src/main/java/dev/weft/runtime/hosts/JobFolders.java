package dev.weft.runtime.hosts;

import dev.weft.collectives.process.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's folders: {@code STATE/JOB/logs} and {@code STATE/JOB/events} stay, {@code STATE/JOB/work} and the lanes' folder in shared memory go
 * with the job. Each lane folder says whose it is, so that the next start finds what a killed agent left.
 */
public final class JobFolders {
    private static final Logger LOG = LoggerFactory.getLogger(JobFolders.class);
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String OWNER = "owner";
    private static final int JOBS_KEPT = 20;
    /** Who may open a lane's file could speak for a worker. */
    private static final FileAttribute<?> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path job;
    private final Path lanes;

    private JobFolders(Path job, Path lanes) {
        this.job = job;
        this.lanes = lanes;
    }

    /** Makes a new job's folders, after removing what is left of jobs whose agents are gone. */
    public static JobFolders make(Path state, String jobId) {
        Path parent = laneParent();
        try {
            removeOrphans(parent);
            removeOldest(state);
            var folders = new JobFolders(state.resolve(jobId), parent.resolve(jobId));
            Files.createDirectories(folders.logs());
            Files.createDirectories(folders.work());
            Files.createDirectories(folders.lanes, OWN);
            Files.writeString(folders.lanes.resolve(OWNER), owner(folders.work()));
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException("the job's folders can't be made: " + e, e);
        }
    }

    private static Path laneParent() {
        Path parent = Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("weft-" + System.getProperty("user.name"));
    }

    public Path logs() {
        return job.resolve("logs");
    }

    public Path events() {
        return job.resolve("events");
    }

    /** What the workers share as long as the job lives. */
    public Path work() {
        return job.resolve("work");
    }

    /** The media driver's. */
    public Path lanes() {
        return lanes.resolve("driver");
    }

    Path inSharedMemory() {
        return lanes;
    }

    public void removeTemporary() {
        removeTemporary(lanes(), work());
    }

    /** What is to go with the job; nobody minds if it has gone already. */
    public static void removeTemporary(Path lanes, Path work) {
        Path ofJob = Objects.requireNonNull(lanes.getParent());
        Path parent = Objects.requireNonNull(ofJob.getParent());
        delete(ofJob);
        delete(work);
        try (Stream<Path> others = Files.list(parent)) {
            if (others.findAny().isEmpty()) {
                Files.deleteIfExists(parent);
            }
        } catch (IOException e) {
            LOG.debug("{} stays", parent, e);
        }
    }

    // ---- what others left

    private static String owner(Path work) {
        ProcessHandle own = ProcessHandle.current();
        return own.pid() + "\n" + started(own) + "\n" + work;
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private static void removeOrphans(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> jobs = Files.list(parent)) {
            for (Path folder : jobs.toList()) {
                List<String> owner = ownerOf(folder);
                if (owner.size() >= 3 && !isAlive(owner)) {
                    LOG.info("removing what the job {} left", folder.getFileName());
                    delete(folder);
                    delete(Path.of(owner.get(2)));
                }
            }
        }
    }

    private static List<String> ownerOf(Path folder) throws IOException {
        try {
            return Files.readAllLines(folder.resolve(OWNER));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static boolean isAlive(List<String> owner) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(owner.get(0)));
        return process.isPresent() && started(process.get()).equals(owner.get(1));
    }

    private static void removeOldest(Path state) throws IOException {
        if (!Files.isDirectory(state)) {
            return;
        }
        try (Stream<Path> jobs = Files.list(state)) {
            jobs.filter(job -> Files.isDirectory(job.resolve("logs")))
                    .sorted(Comparator.comparingLong(JobFolders::modified).reversed())
                    .skip(JOBS_KEPT - 1)
                    .filter(job -> !Files.exists(job.resolve("work")))
                    .forEach(JobFolders::delete);
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private static void delete(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            LOG.debug("{} can't be removed", folder, e);
        }
    }
}

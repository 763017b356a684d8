package dev.weft.launcher.doctor;

import dev.weft.collectives.Transport;
import dev.weft.collectives.TransportPlan;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shared-memory file system, through which the processes of a host talk. */
record SharedMemoryCheck(Machine machine) implements Check {
    private static final String NAME = "shm";
    private static final String FOLDER = "/dev/shm";
    /** Two workers and the agent; eight. */
    private static final int FEW_PROCESSES = 3;

    private static final int MANY_PROCESSES = 9;
    private static final String LARGER =
            "mount -o remount,size=4g /dev/shm; in a container docker run --shm-size=4g, in Kubernetes an emptyDir of medium Memory at /dev/shm";

    @Override
    public Finding run() {
        Path folder = machine.at(FOLDER);
        if (!Files.isDirectory(folder)) {
            return Finding.fail(
                    NAME, "there is no " + FOLDER, "mount -t tmpfs -o size=4g tmpfs /dev/shm (after mkdir /dev/shm)");
        }
        try {
            Path file = Files.createTempFile(folder, "weft-doctor-", "");
            Files.delete(file);
            return sizes(Files.getFileStore(folder));
        } catch (IOException e) {
            return Finding.fail(
                    NAME,
                    FOLDER + " can't be written (" + reason(e) + ")",
                    "mount -o remount,rw /dev/shm, or chmod 1777 /dev/shm");
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException inFile && inFile.getReason() != null
                ? inFile.getReason()
                : e.getClass().getSimpleName();
    }

    private Finding sizes(FileStore store) throws IOException {
        long free = store.getUsableSpace();
        String sizes =
                "%s has %s, %s free".formatted(FOLDER, Amounts.bytes(store.getTotalSpace()), Amounts.bytes(free));
        if (free < needed(FEW_PROCESSES)) {
            return Finding.fail(NAME, sizes + ": two workers need " + Amounts.bytes(needed(FEW_PROCESSES)), LARGER);
        }
        if (free < needed(MANY_PROCESSES)) {
            return Finding.warn(
                    NAME, sizes + ": eight workers would need " + Amounts.bytes(needed(MANY_PROCESSES)), LARGER);
        }
        boolean noexec = machine.mountOptions(FOLDER).orElse(List.of()).contains("noexec");
        return Finding.ok(NAME, sizes + (noexec ? " (noexec, which does no harm)" : ""));
    }

    /** With what HostTransport leaves to spare. */
    private static long needed(int processes) {
        return TransportPlan.of(Transport.IPC, processes).bytes() / 10 * 13;
    }
}

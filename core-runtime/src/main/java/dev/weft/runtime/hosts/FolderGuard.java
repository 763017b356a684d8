package dev.weft.runtime.hosts;

import java.io.IOException;

/** Removes a job's temporary folders if its agent is killed: a shell that waits for that. For agents on whose host no worker is, which would do it. */
public final class FolderGuard implements AutoCloseable {
    private static final String WAIT_AND_REMOVE =
            "trap '' INT TERM HUP; read -r _; rm -rf -- \"$@\"; rmdir \"${1%/*}\" 2>/dev/null";

    private final Process shell;

    private FolderGuard(Process shell) {
        this.shell = shell;
    }

    /** @throws IOException if there is no shell */
    public static FolderGuard over(JobFolders folders) throws IOException {
        return new FolderGuard(new ProcessBuilder(
                        "sh",
                        "-c",
                        WAIT_AND_REMOVE,
                        "weft-folder-guard",
                        folders.inSharedMemory().toString(),
                        folders.work().toString())
                .start());
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }
}

package dev.weft.runtime.hosts;

import dev.weft.runtime.control.WorkerStart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** This host: its processes, in the job's folders here. */
final class LocalHost implements WorkerHost {
    private final JobFolders folders;
    private final Supplier<String> address;
    private final WorkerProcesses processes;

    /**
     * @param command of a worker
     * @param environment of the processes, beside this one's
     * @param address at which other hosts reach this one; asked for when a process is introduced
     * @param whenEnded told of each process that ended, with words that say how
     */
    LocalHost(
            JobFolders folders,
            Function<WorkerSeat, List<String>> command,
            Map<String, String> environment,
            Supplier<String> address,
            BiConsumer<Integer, String> whenEnded) {
        this.folders = folders;
        this.address = address;
        this.processes = new WorkerProcesses(command, environment, folders.logs(), whenEnded);
    }

    @Override
    public void spawn(WorkerSeat seat) {
        processes.spawn(seat);
    }

    boolean isEmpty() {
        return processes.allHaveEnded();
    }

    @Override
    public void introduce(WorkerStart start) {
        processes.introduce(start.toBuilder()
                .setLaneFolder(folders.lanes().toString())
                .setJobFolder(folders.work().toString())
                .setHostAddress(address.get())
                .build());
    }

    @Override
    public void kill(int process) {
        processes.kill(process);
    }

    @Override
    public void signal(int process, String name) {
        processes.signal(process, name);
    }

    @Override
    public void end(Duration patience) {
        processes.end(patience);
    }
}

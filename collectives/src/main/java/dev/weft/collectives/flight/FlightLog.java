package dev.weft.collectives.flight;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recorders of a process's ranks in one epoch, and the folder where their dumps go when the first of them fails. */
public final class FlightLog {
    private static final Logger LOG = LoggerFactory.getLogger(FlightLog.class);

    private final Path folder;
    private final int process;
    private final int epoch;
    private final List<FlightWorker> workers;
    private final Map<Integer, FlightRecorder> recorders = new ConcurrentHashMap<>();
    private final AtomicBoolean dumped = new AtomicBoolean();

    /**
     * @param process the number in the job of this process, which no other process of the job ever has
     * @param workers all workers of the job
     */
    public FlightLog(Path folder, int process, int epoch, List<FlightWorker> workers) {
        this.folder = folder;
        this.process = process;
        this.epoch = epoch;
        this.workers = List.copyOf(workers);
    }

    /** The recorder of a rank by its number in the job, made when it is first asked for. */
    public FlightRecorder recorder(int worldRank) {
        return recorders.computeIfAbsent(worldRank, rank -> {
            var recorder = new FlightRecorder(FlightOrigin.here(rank, process));
            recorder.programBegins(epoch, workers);
            return recorder;
        });
    }

    /**
     * Something has gone wrong: writes what all ranks of this process have done, unless that was written already. Any
     * thread; best before the programs have left their calls.
     */
    public void failed(String reason) {
        if (!dumped.compareAndSet(false, true)) {
            return;
        }
        for (FlightRecorder recorder : new TreeMap<>(recorders).values()) {
            try {
                DumpFile.write(folder, recorder.dump(reason));
            } catch (IOException e) {
                LOG.warn("a dump of the flight recorder can't be written to {}: {}", folder, e.toString());
                return;
            }
        }
    }
}

package dev.weft.runtime;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.Placement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One running instance of a {@link Program}: its number among its peers, its arguments, and the means to work with them. */
public interface Rank {
    /** From 0 to {@code count() - 1}. */
    int number();

    int count();

    /** Which ranks live in which worker, that is in which JVM, of those workers that have any; in local mode all live in one. */
    Placement placement();

    /** How the ranks share work that is cut into parts. A graph's partitions are shared so. */
    Shares shares();

    /** This rank's worker, by its number in {@link #placement()}. */
    int worker();

    /** Ranks of the same worker. {@link #shared} is among these. */
    default int workerRanks() {
        return placement().ranks(worker());
    }

    /** This rank's number among the ranks of its worker; 0 leads. */
    default int workerRank() {
        return number() - placement().first(worker());
    }

    /** The job's name, as the user was told it. */
    String job();

    /** The address at which a worker's host is reached from the other hosts, by its number in {@link #placement()}; a loopback address where there is one host. */
    String host(int worker);

    /** Threads that this rank's parallel loops use, the program's own among them. */
    ThreadTeam team();

    /** The GPUs that this rank may use, none if its job asks for none; see {@link JobSpec#gpus}. */
    List<Device> devices();

    /** Closes it when the program has ended, however it ended: what was given last is closed first. */
    void atEnd(AutoCloseable resource);

    Communicator communicator();

    /**
     * The ranks that lead their workers, numbered as the workers: for what is done once a worker.
     *
     * @throws IllegalStateException if this rank doesn't lead its worker
     */
    Communicator leaders();

    /**
     * Another operator of this job.
     *
     * @throws UsageException if the job has no operator of this name, naming those that it has
     */
    Operator operator(String name);

    Fence fence();

    /** The argument as it was given, if it was. */
    Optional<Object> arg(String name);

    /**
     * The argument as text. As the other types do, gives {@code otherwise} if there is no such argument; they read text
     * and numbers, and throw {@link UsageException}, which names the argument and its value, if it is not of their type.
     */
    String arg(String name, String otherwise);

    int arg(String name, int otherwise);

    long arg(String name, long otherwise);

    double arg(String name, double otherwise);

    boolean arg(String name, boolean otherwise);

    /** The step boundaries of a loop without a limit; leave it with {@code break}. */
    Steps steps();

    /** The step boundaries of a loop of at most {@code limit} steps. */
    Steps steps(long limit);

    /** Answers messages to this rank from its next step boundary on, on the rank's thread; replaces the handler there was. */
    void onMessage(MessageHandler handler);

    /** Names a scalar result. Every rank may give it; rank 0's counts, and the last under a name. */
    void result(String name, double value);

    void result(String name, long value);

    void result(String name, String value);

    /**
     * Gives this worker's part of a named column. The rank that leads the worker ({@code workerRank() == 0}) gives it, once, with all
     * the ids that its worker's ranks own.
     */
    void result(String name, Column column);

    /**
     * One object for all ranks of this worker, made by the leading rank: the shared-memory window of MPI 3. Collective;
     * the object lives as long as the attempt, and a later call with its key gives it again. An exception of
     * {@code create} is the leading rank's, and fences the others.
     */
    <T> T shared(String key, Supplier<? extends T> create);

    /** What this worker keeps for later attempts of the job. */
    Kept kept();

    /** A folder that all workers of the job see and that is gone when the job has ended; none where there is but one worker. */
    Optional<Path> jobFolder();

    /** The job's own folder in the store of its checkpoints, if it has some: all names there that begin with {@code epochs}, {@code claims} or {@code checkpoints} are taken. */
    Optional<ObjectStore> jobStore();

    /** Says what the rank is doing outside of steps, for people who watch: a short phrase, and how much of it is done (0 to 1). */
    void progress(String phase, double done);

    /**
     * Ends the time that counts as loading, and gives the sizes of what this rank owns and of the whole. The first call counts: graphs that
     * a program makes of the one that it loaded are part of its work.
     */
    void loaded(LoadedSizes sizes);
}

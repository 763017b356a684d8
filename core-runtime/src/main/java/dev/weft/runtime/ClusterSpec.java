package dev.weft.runtime;

import dev.weft.collectives.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Workers: how many, on which hosts, how they talk, and how they are started.
 *
 * @param workers at least 1; each is a JVM of its own; of operators that don't say how many they have ({@link JobSpec#workers})
 * @param spares more JVMs that wait for a worker to be lost, so many for each pool of workers
 * @param onLoss whether a lost worker is replaced
 * @param sharing of the work among them
 * @param transport between the workers
 * @param stateFolder a job's logs and events go into a folder in it that has the job's name
 * @param workerFlags for the workers' JVMs, beyond those that this JVM was started with
 * @param workerJars for the workers' class path, beyond this JVM's
 * @param workerClasses class files for the workers that stand in no jar, by the names of their classes
 * @param faults to strike the job
 * @param hosts that they run on
 */
public record ClusterSpec(
        int workers,
        int spares,
        OnLoss onLoss,
        Sharing sharing,
        Transport transport,
        Path stateFolder,
        List<String> workerFlags,
        List<Path> workerJars,
        Map<String, byte[]> workerClasses,
        List<Fault> faults,
        Hosts hosts) {
    public ClusterSpec {
        if (workers < 1) {
            throw new UsageException("workers=" + workers + " < 1: give at least 1");
        }
        if (spares < 0) {
            throw new UsageException("spares=" + spares + " < 0: give 0 or more");
        }
        if (spares > 0 && onLoss == OnLoss.SHRINK) {
            throw new UsageException("spares=" + spares + " with on-loss=shrink: nobody would take them;"
                    + " leave them out, or have lost workers replaced");
        }
        if (!hosts.all().isEmpty() && transport != Transport.UDP) {
            throw new UsageException("transport=" + transport + " over several hosts: only UDP goes from host to host");
        }
        workerFlags = List.copyOf(workerFlags);
        workerJars = List.copyOf(workerJars);
        workerClasses = Map.copyOf(workerClasses);
        faults = List.copyOf(faults);
    }

    public static ClusterSpec of(int workers, Path stateFolder) {
        return new ClusterSpec(
                workers,
                0,
                OnLoss.REPLACE,
                Sharing.MEASURED,
                Transport.IPC,
                stateFolder,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                Hosts.own());
    }

    public ClusterSpec spares(int count) {
        return new ClusterSpec(
                workers,
                count,
                onLoss,
                sharing,
                transport,
                stateFolder,
                workerFlags,
                workerJars,
                workerClasses,
                faults,
                hosts);
    }

    public ClusterSpec onLoss(OnLoss way) {
        return new ClusterSpec(
                workers,
                spares,
                way,
                sharing,
                transport,
                stateFolder,
                workerFlags,
                workerJars,
                workerClasses,
                faults,
                hosts);
    }

    public ClusterSpec sharing(Sharing way) {
        return new ClusterSpec(
                workers,
                spares,
                onLoss,
                way,
                transport,
                stateFolder,
                workerFlags,
                workerJars,
                workerClasses,
                faults,
                hosts);
    }

    public ClusterSpec transport(Transport by) {
        return new ClusterSpec(
                workers,
                spares,
                onLoss,
                sharing,
                by,
                stateFolder,
                workerFlags,
                workerJars,
                workerClasses,
                faults,
                hosts);
    }

    public ClusterSpec workerFlags(List<String> flags) {
        return new ClusterSpec(
                workers,
                spares,
                onLoss,
                sharing,
                transport,
                stateFolder,
                flags,
                workerJars,
                workerClasses,
                faults,
                hosts);
    }

    public ClusterSpec workerJars(List<Path> jars) {
        return new ClusterSpec(
                workers,
                spares,
                onLoss,
                sharing,
                transport,
                stateFolder,
                workerFlags,
                jars,
                workerClasses,
                faults,
                hosts);
    }

    public ClusterSpec workerClasses(Map<String, byte[]> classes) {
        return new ClusterSpec(
                workers,
                spares,
                onLoss,
                sharing,
                transport,
                stateFolder,
                workerFlags,
                workerJars,
                classes,
                faults,
                hosts);
    }

    public ClusterSpec faults(List<Fault> more) {
        return new ClusterSpec(
                workers,
                spares,
                onLoss,
                sharing,
                transport,
                stateFolder,
                workerFlags,
                workerJars,
                workerClasses,
                more,
                hosts);
    }

    /** Workers on other hosts, which talk over UDP. */
    public ClusterSpec hosts(Hosts on) {
        return new ClusterSpec(
                workers,
                spares,
                onLoss,
                sharing,
                on.all().isEmpty() ? transport : Transport.UDP,
                stateFolder,
                workerFlags,
                workerJars,
                workerClasses,
                faults,
                on);
    }

    /** The folder in which the jobs of this user keep their state on a host, after the XDG base directory specification. */
    public static Path userStateFolder() {
        String given = System.getenv("XDG_STATE_HOME");
        Path state = given != null && given.startsWith("/")
                ? Path.of(given)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return state.resolve("weft");
    }
}

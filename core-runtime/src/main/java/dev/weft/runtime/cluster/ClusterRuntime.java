package dev.weft.runtime.cluster;

import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobRuntime;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.gpu.GpuGrants;
import dev.weft.runtime.rank.JobIds;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs jobs on workers, each job on workers of its own. */
public final class ClusterRuntime implements JobRuntime {
    private final ClusterSpec cluster;
    private final boolean killsSilent;
    private final Set<ClusterJob> running = ConcurrentHashMap.newKeySet();

    public ClusterRuntime(ClusterSpec cluster) {
        this(cluster, true);
    }

    /** @param killsSilent whether a process that is taken for dead is made so; tests of what it does when it wakes say no */
    ClusterRuntime(ClusterSpec cluster, boolean killsSilent) {
        this.cluster = cluster;
        this.killsSilent = killsSilent;
    }

    @Override
    public Job run(JobSpec spec) {
        int most = spec.operators().stream().mapToInt(JobSpec::ranks).max().orElseThrow();
        if (most < cluster.workers()) {
            throw new UsageException(
                    "ranks=" + most + " < workers=" + cluster.workers() + ": give at least one rank for each worker");
        }
        ClusterJob job = job(spec, gpus(spec));
        running.add(job);
        job.completion().whenComplete((result, failure) -> running.remove(job));
        job.start();
        return job;
    }

    private GpuGrants gpus(JobSpec spec) {
        if (!cluster.hosts().all().isEmpty()
                && spec.operators().stream().anyMatch(operator -> operator.gpuMilli() > 0)) {
            throw new UsageException(
                    "gpus on several hosts: GPUs are given on this host alone;" + " leave out the hosts, or the GPUs");
        }
        return GpuGrants.of(spec);
    }

    private ClusterJob job(JobSpec spec, GpuGrants gpus) {
        try {
            return new ClusterJob(JobIds.of(spec), spec, cluster, gpus, killsSilent);
        } catch (Throwable failure) {
            gpus.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        running.forEach(ClusterJob::cancel);
        running.forEach(ClusterJob::awaitEnd);
    }
}

package dev.weft.runtime.cluster;

import dev.weft.collectives.Placement;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobRuntime;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.gpu.GpuGrants;
import dev.weft.runtime.hosts.WorkerHosts;
import dev.weft.runtime.rank.JobIds;
import dev.weft.runtime.rank.World;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

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
        WorkerHosts.requirePlace(cluster, spec);
        ClusterJob job = job(spec, gpus(spec));
        running.add(job);
        job.completion().whenComplete((result, failure) -> running.remove(job));
        job.start();
        JvmEnd.cancels(job);
        return job;
    }

    private GpuGrants gpus(JobSpec spec) {
        if (cluster.hosts().all().isEmpty()) {
            return GpuGrants.of(spec);
        }
        if (cluster.onLoss() == OnLoss.SHRINK && ClusterJob.asksForGpus(spec)) {
            requireAlikeWorkers(spec);
        }
        return GpuGrants.NONE;
    }

    /** Whatever workers are left, ranks of the operator with GPUs are there, and so are theirs. */
    private void requireAlikeWorkers(JobSpec spec) {
        var world = World.of(spec, cluster.workers());
        for (int operator = 0; operator < spec.operators().size(); operator++) {
            Placement ranks = world.placements().get(operator);
            boolean alike =
                    IntStream.range(0, world.workers()).allMatch(worker -> ranks.ranks(worker) == ranks.ranks(0));
            if (spec.operators().get(operator).gpuMilli() > 0 && !alike) {
                throw new UsageException("ranks=" + ranks.ranks() + " on workers=" + world.workers()
                        + " with GPUs on several hosts and on-loss=shrink: give each worker as many ranks, or have lost"
                        + " workers replaced");
            }
        }
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

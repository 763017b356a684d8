package dev.weft.runtime.cluster;

import dev.weft.collectives.Placement;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.control.Job;
import dev.weft.runtime.rank.World;
import java.util.List;

/** The ranks that a job has in each of its epochs: all of them, or those of the workers that are left. */
record JobRanks(Job whole, World all, OnLoss onLoss) {
    /** @param processes of the epoch; of a job that shrinks, each has the number of the worker that it began as */
    World in(List<Integer> processes) {
        return switch (onLoss) {
            case REPLACE -> all;
            case SHRINK -> all.on(processes);
        };
    }

    /** The job as an epoch's workers are told of it. */
    Job job(World world) {
        var job = whole.toBuilder();
        for (int operator = 0; operator < job.getOperatorsCount(); operator++) {
            Placement ranks = world.placements().get(operator);
            var told = job.getOperatorsBuilder(operator).setRanks(ranks.ranks()).clearRanksOfWorkers();
            for (int worker = 0; worker < ranks.workers(); worker++) {
                told.addRanksOfWorkers(ranks.ranks(worker));
            }
        }
        return job.build();
    }
}

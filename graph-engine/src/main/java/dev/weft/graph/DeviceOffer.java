package dev.weft.graph;

import dev.weft.collectives.Op;
import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.gpu.CudaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rank's GPU for its sums: taken by all ranks or by none, since a result must not depend on which rank has a GPU. */
record DeviceOffer(Rank rank, Topology topology, int firstPartition, int endPartition) {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceOffer.class);
    private static final String RESULT = "device";
    private static final String ON_CPU = "cpu";

    /** Collective. All ranks have a GPU or none has, as a job gives the same to each. */
    @Nullable
    DeviceSums take(Processor processor) {
        if (rank.devices().isEmpty()) {
            if (processor == Processor.GPU) {
                throw new UsageException("device=gpu, but the job's ranks have no GPU: give --gpus 1, too");
            }
            return null;
        }
        if (processor == Processor.CPU) {
            rank.result(RESULT, ON_CPU);
            return null;
        }
        DeviceSums own = null;
        String why = "";
        try {
            own = DeviceSums.open(
                    rank.devices().getFirst(),
                    new DeviceRows(topology, firstPartition, endPartition),
                    topology.vertexCount());
            rank.atEnd(own);
        } catch (CudaException | UsageException failure) {
            why = String.valueOf(failure.getMessage());
        }
        if (rank.communicator().allReduce(own == null ? 0L : 1L, Op.MIN) == 1) {
            rank.result(RESULT, rank.devices().getFirst().name());
            return own;
        }
        giveUp(processor, own, why);
        return null;
    }

    private void giveUp(Processor processor, @Nullable DeviceSums own, String why) {
        if (own != null) {
            own.close();
        } else if (processor == Processor.GPU) {
            throw new UsageException("device=gpu, but rank " + rank.number() + " can't use its GPU: " + why);
        } else {
            LOG.warn("rank {} can't use its GPU, so all ranks compute on the CPU: {}", rank.number(), why);
        }
        if (processor == Processor.GPU) {
            // Ends with the failure of a rank that can't.
            rank.communicator().barrier();
        }
        rank.result(RESULT, ON_CPU);
    }
}

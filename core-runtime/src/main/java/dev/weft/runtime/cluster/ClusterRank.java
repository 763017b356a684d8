package dev.weft.runtime.cluster;

import dev.weft.runtime.RankRef;
import java.util.concurrent.CompletionStage;

/** A rank on a worker as the user of its job sees it. */
record ClusterRank(ClusterJob job, int number) implements RankRef {
    @Override
    public CompletionStage<byte[]> ask(byte[] message) {
        return job.ask(number, message);
    }
}

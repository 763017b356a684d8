package dev.weft.runtime.local;

import dev.weft.runtime.RankRef;
import java.util.concurrent.CompletionStage;

/** A rank as the user of its job sees it. */
record LocalRank(LocalJob job, int number) implements RankRef {
    @Override
    public CompletionStage<byte[]> ask(byte[] message) {
        return job.ask(number, message);
    }
}

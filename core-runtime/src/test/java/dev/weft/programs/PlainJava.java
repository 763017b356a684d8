package dev.weft.programs;

import dev.weft.collectives.Op;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Weft;
import java.util.Map;

/** A small application that embeds Weft, to be started as {@code java -cp … dev.weft.programs.PlainJava}. */
public final class PlainJava {
    private PlainJava() {}

    public static void main(String[] arguments) {
        try (var weft = Weft.local()) {
            JobResult result = weft.run(() -> PlainJava::sum, Map.of("ranks", 4, "threads", 2, "steps", 10))
                    .result();
            System.out.println("sum=" + result.scalars().get("sum"));
        }
    }

    private static void sum(Rank rank) {
        long[] perThread = new long[rank.team().size()];
        for (long _ : rank.steps(rank.arg("steps", 1))) {
            rank.team().forEachChunk(100, (chunk, thread) -> {
                synchronized (perThread) {
                    perThread[thread] += chunk;
                }
            });
        }
        long own = perThread[0] + perThread[1];
        rank.result("sum", rank.communicator().allReduce(own, Op.SUM));
    }
}

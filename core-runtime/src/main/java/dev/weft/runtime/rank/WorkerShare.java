package dev.weft.runtime.rank;

import dev.weft.runtime.Column;
import java.util.List;
import java.util.Map;

/**
 * What the ranks of one worker gave to the job's result.
 *
 * @param worker its number
 * @param pid of its process
 * @param peakMemoryBytes the most that its process ever held; 0 where the system does not tell
 * @param columns of the vertices that they own
 * @param scalars those that count if the worker has rank 0
 */
public record WorkerShare(
        int worker,
        long pid,
        long peakMemoryBytes,
        Map<String, Column> columns,
        Map<String, Object> scalars,
        List<RankMeasure> measures) {
    /** @param ranks of the worker, in order, whose programs have ended */
    static WorkerShare of(int worker, List<RankRun> ranks) {
        RankResults leading = ranks.getFirst().results();
        return new WorkerShare(
                worker,
                ProcessHandle.current().pid(),
                PeakMemory.bytes().orElse(0),
                leading.columns(),
                leading.scalars(),
                ranks.stream().map(RankRun::measure).toList());
    }
}

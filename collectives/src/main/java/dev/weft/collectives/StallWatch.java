package dev.weft.collectives;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, when no rank of a group gets anywhere any more, where each of them stands. */
final class StallWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final int RANKS_TOLD = 16;

    private final List<Member> members;
    private final Failure failure;
    private final Duration limit;
    private final AtomicLong warnedAtProgress = new AtomicLong(-1);

    StallWatch(List<Member> members, Failure failure, Duration limit) {
        this.members = members;
        this.failure = failure;
        this.limit = limit;
    }

    /** Between two looks of a rank at all others: the more ranks there are, the longer each look takes and the more of them look. */
    long lookNanos() {
        return 1000L * members.size() * members.size();
    }

    long limitNanos() {
        return limit.toNanos();
    }

    /** Grows with everything that any rank completes. */
    long progress() {
        long sum = 0;
        for (Member member : members) {
            sum += member.progress();
        }
        return sum;
    }

    /** Warns of the standstill at this progress, unless another rank did. */
    void warn(long progress) {
        long warned = warnedAtProgress.get();
        if (warned != progress && warnedAtProgress.compareAndSet(warned, progress)) {
            LOG.warn("No rank has moved for {} s: {}", limit.toMillis() / 1000.0, describe());
        }
    }

    private String describe() {
        String told = members.stream().limit(RANKS_TOLD).map(this::describe).collect(Collectors.joining("; "));
        int more = members.size() - RANKS_TOLD;
        return more > 0 ? told + "; and " + more + " more" : told;
    }

    private String describe(Member member) {
        if (member.isWaiting()) {
            return "rank %d waits in %s at %s".formatted(member.rank(), member.waitingCall(), failure.site(member));
        }
        return "rank " + member.rank() + (member.hasLeft() ? " has ended its program" : " is outside of any call");
    }
}

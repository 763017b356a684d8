package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * How the processes of a group come to the same words about a mistake that one rank or several found: the process of
 * rank 0 takes the first claim that it hears and tells it to all.
 */
final class Verdict {
    /** More than this long nobody waits for words; a process that doesn't answer is another problem. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private static final int LONGEST_TEXT_BYTES = 4000;
    private static final int MOST_COUNTS = 1000;
    private static final long TURN_NANOS = 50_000;
    private static final int SAME = -1;

    private final RankGroup group;
    private final Links links;
    private final Failure failure;

    Verdict(RankGroup group, Failure failure) {
        this.group = group;
        this.links = group.links();
        this.failure = failure;
    }

    /** Ends the group by a mistake that a rank of this process found, unless it is over before. */
    void reached(String text) {
        int arbiter = group.arbiter();
        if (group.isElsewhere(arbiter)) {
            links.post(arbiter, LaneKind.CONTROL, letter(FrameKind.CLAIM, text));
            awaitEnd();
        }
        decide(text);
    }

    /** Waits a while for the group to end by what others found. */
    private void awaitEnd() {
        long start = System.nanoTime();
        while (!failure.isOver() && System.nanoTime() - start < PATIENCE_NANOS) {
            turn();
        }
    }

    void hears(FrameKind kind, String text) {
        if (kind == FrameKind.CLAIM) {
            decide(text);
        } else {
            failure.end(new Ending.Mismatch(text));
        }
    }

    private void decide(String text) {
        if (failure.end(new Ending.Mismatch(text))) {
            for (int endpoint = 0; endpoint < group.roster().endpoints(); endpoint++) {
                if (group.isElsewhere(endpoint)) {
                    links.post(endpoint, LaneKind.CONTROL, letter(FrameKind.VERDICT, text));
                }
            }
        }
    }

    /** Where a rank makes a call, and how its counts differ from those of the rank that asks. */
    Port.Site ask(Port mine, int peer, long call) {
        int[] counts = mine.countsIn(call);
        if (group.roster().isLocal(peer)) {
            return compare(group.port(peer), call, counts);
        }
        Frame question = group.frame(FrameKind.ASK, mine.member().rank(), peer);
        question.call = call;
        question.type = ElementType.INT;
        int told = counts.length <= MOST_COUNTS ? counts.length : 0;
        links.post(group.roster().worker(peer), LaneKind.CONTROL, new Letter(question, ElementType.INT, counts, told));
        long start = System.nanoTime();
        Port.Site site = mine.site();
        while (site == null && !failure.isOver() && System.nanoTime() - start < PATIENCE_NANOS) {
            turn();
            site = mine.site();
        }
        return site == null ? new Port.Site("an unknown line", SAME, 0) : site;
    }

    /** Another process asks; called by the thread that polls. */
    void answers(Port port, Frame question, MemorySegment bytes, long at, int length) {
        int[] theirs = new int[length / Integer.BYTES];
        Elements.copyOut(ElementType.INT, bytes, at, theirs, 0, theirs.length);
        Port.Site site = compare(port, question.call, theirs);
        Frame answer = group.frame(FrameKind.SITE, port.member().rank(), question.source);
        answer.tag = site.differingIndex();
        answer.count = site.differingCount();
        links.post(group.roster().worker(question.source), LaneKind.CONTROL, Letter.of(answer, utf8(site.text())));
    }

    private Port.Site compare(Port port, long call, int[] theirCounts) {
        String site = failure.site(port.member());
        boolean stillThere = port.call() == call;
        int[] counts = port.countsIn(call);
        int differing = counts.length == theirCounts.length ? Arrays.mismatch(counts, theirCounts) : SAME;
        return new Port.Site(
                stillThere ? site : "a line before " + site, differing, differing == SAME ? 0 : counts[differing]);
    }

    private void turn() {
        if (links.poll() == 0) {
            LockSupport.parkNanos(this, TURN_NANOS);
        }
    }

    private Letter letter(FrameKind kind, String text) {
        return Letter.of(group.foreground().frame(kind, 0, 0), utf8(text));
    }

    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_TEXT_BYTES ? bytes : Arrays.copyOf(bytes, LONGEST_TEXT_BYTES);
    }
}

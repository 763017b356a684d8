package dev.weft.collectives.flight;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What keeps a job from going on, a sentence each, those first that explain most.
 *
 * <pre>
 *   mistakes of the program   different calls; ranks that wait for each other in a circle
 *   awaited ranks             wait for nobody themselves: without a dump, ended, outside of any call, held up in a call
 *   neither                   calls in which nobody is missing; missing ranks that nobody waits for
 * </pre>
 */
final class Findings {
    private final JobFlight job;
    private final boolean someUnread;
    private final Waits waits;
    private final List<String> sentences = new ArrayList<>();

    private Findings(JobFlight job, boolean someUnread) {
        this.job = job;
        this.someUnread = someUnread;
        this.waits = Waits.in(job);
    }

    /** At least one. */
    static List<String> in(JobFlight job, boolean someUnread) {
        return new Findings(job, someUnread).all();
    }

    private List<String> all() {
        Mismatch.in(job).forEach(this::differentCalls);
        waits.circles().forEach(this::circle);
        sentences.addAll(new AwaitedRanks(job, waits, someUnread).sentences());
        if (sentences.isEmpty()) {
            sentences.addAll(StandingTogether.sentences(job, waits));
        }
        missedByNobody();
        if (sentences.isEmpty()) {
            nobodyWaits();
        }
        return sentences;
    }

    private void differentCalls(Mismatch mismatch) {
        Mismatch.Camp most = mismatch.camps().getFirst();
        String theirs = most.event().text();
        var others = new ArrayList<String>();
        for (Mismatch.Camp camp : mismatch.camps().subList(1, mismatch.camps().size())) {
            String call = camp.event().text();
            others.add(
                    job.subject(camp.ranks()) + " called " + call + (call.equals(theirs) ? " with other counts" : ""));
        }
        sentences.add("%s, while %s called %s, all as call %d of %s: all ranks have to make the same calls in order"
                .formatted(
                        String.join(", ", others),
                        job.subject(most.ranks()),
                        theirs,
                        mismatch.call(),
                        job.name(mismatch.communicator())));
    }

    private void circle(List<Integer> circle) {
        var links = new ArrayList<String>();
        for (int i = 0; i < circle.size(); i++) {
            int rank = circle.get(i);
            int next = circle.get((i + 1) % circle.size());
            links.add("rank %d waits for rank %d in %s".formatted(rank, next, job.call(rank)));
        }
        String what = circle.size() == 1 ? " waits for itself" : " wait for each other in a circle";
        sentences.add(job.subject(circle) + what + ": " + String.join("; ", links)
                + waits.others(Set.copyOf(circle), Set.of()));
    }

    private void missedByNobody() {
        var missing = new TreeSet<Integer>();
        job.allRanks().filter(rank -> job.rank(rank).isEmpty()).forEach(missing::add);
        missing.removeAll(waits.causes());
        if (!missing.isEmpty()) {
            sentences.add("%s left no dump%s, and no rank that did waits for %s"
                    .formatted(
                            job.subject(missing),
                            job.whichDump(missing, someUnread),
                            missing.size() == 1 ? "it" : "them"));
        }
    }

    private void nobodyWaits() {
        long ended = job.ranks().values().stream()
                .filter(flight -> flight.standing() instanceof Standing.Ended)
                .count();
        sentences.add("no rank waits for another: %d of %d have ended their programs, %d are outside of any call"
                .formatted(ended, job.size(), job.ranks().size() - ended));
    }
}

package dev.weft.scheduler;

import java.util.List;
import java.util.Optional;

/**
 * Goes through all drafts on a few hosts, by branch and bound, as far as its budget lasts.
 *
 * <p>How many units of each class are left, and how many the hosts from one on have room for at most, says where no whole draft can follow;
 * the best score so far, where no better one can.
 */
final class ExactSearch {
    private final Gang gang;
    private final Rooms rooms;
    private final Scoring scoring;
    private final Draft draft;
    private final int[] hosts;
    private final long[][] roomFrom;
    private final int[] left;
    private int budget;
    private Optional<Score> best;
    private Optional<Draft.Kept> found = Optional.empty();

    ExactSearch(
            Gang gang,
            List<UnitClass> classes,
            Rooms rooms,
            Scoring scoring,
            Draft draft,
            int[] hosts,
            int budget,
            Optional<Score> best) {
        this.gang = gang;
        this.rooms = rooms;
        this.scoring = scoring;
        this.draft = draft;
        this.hosts = hosts;
        this.budget = budget;
        this.best = best;
        this.left = classes.stream().mapToInt(UnitClass::count).toArray();
        this.roomFrom = new long[classes.size()][hosts.length + 1];
        for (int unitClass = 0; unitClass < left.length; unitClass++) {
            for (int i = hosts.length - 1; i >= 0; i--) {
                roomFrom[unitClass][i] = roomFrom[unitClass][i + 1] + rooms.alone(unitClass, hosts[i]);
            }
        }
    }

    /** @return a better draft than what was known before, if there is one */
    Optional<Draft.Kept> run() {
        draft.clear();
        fromHost(0, left.length == 0 ? 0 : unitsLeft());
        draft.clear();
        return found;
    }

    /** Whether nothing was left out. */
    boolean isComplete() {
        return budget > 0;
    }

    private int unitsLeft() {
        int units = 0;
        for (int ofClass : left) {
            units += ofClass;
        }
        return units;
    }

    private void fromHost(int i, int unitsLeft) {
        if (budget <= 0 || isHopeless(i) || --budget == 0) {
            return;
        }
        if (unitsLeft == 0) {
            offer();
        } else if (i < hosts.length) {
            onHost(i, 0, unitsLeft);
        }
    }

    private boolean isHopeless(int i) {
        for (int unitClass = 0; unitClass < left.length; unitClass++) {
            if (left[unitClass] > roomFrom[unitClass][i]) {
                return true;
            }
        }
        if (draft.hostCount() == 0) {
            return false;
        }
        Score soFar = scoring.of(draft);
        return !soFar.span().isWithin(gang.farthest())
                || best.filter(soFar::isBeyond).isPresent();
    }

    private void onHost(int i, int unitClass, int unitsLeft) {
        if (unitClass == left.length) {
            fromHost(i + 1, unitsLeft);
            return;
        }
        int most = Math.min(left[unitClass], rooms.more(unitClass, hosts[i], draft, Rooms.Limits.NONE));
        for (int count = most; count >= 0 && budget > 0; count--) {
            draft.add(unitClass, hosts[i], count);
            left[unitClass] -= count;
            onHost(i, unitClass + 1, unitsLeft - count);
            left[unitClass] += count;
            draft.add(unitClass, hosts[i], -count);
        }
    }

    private void offer() {
        Score score = scoring.of(draft);
        if (best.filter(known -> known.compareTo(score) <= 0).isEmpty()) {
            best = Optional.of(score);
            found = Optional.of(draft.kept());
        }
    }
}

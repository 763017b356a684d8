package dev.weft.scheduler;

import java.util.List;

/** What the writer says to a plan. */
public sealed interface Commit {
    /** All of it is taken: reserved until it is bound or its time is over. */
    record Accepted(long version) implements Commit {}

    /** Nothing of it is taken: these hosts can't give what it wants any more. Plan again on a newer snapshot. */
    record Conflict(List<String> hosts) implements Commit {
        public Conflict {
            hosts = List.copyOf(hosts);
        }
    }

    /** Nothing of it is taken, and a new plan for this gang would not be either, from this planner. */
    record Refused(String why) implements Commit {}
}

package dev.weft.runtime.supervision;

import dev.weft.runtime.rank.Mail;

/** What a {@link AttemptActor} is told. */
public sealed interface AttemptCommand {
    record Happened(AttemptEvent event) implements AttemptCommand {}

    /** @param rank its place among all ranks of this worker */
    record Deliver(int rank, Mail mail) implements AttemptCommand {}
}

package dev.weft.runtime.supervision;

import dev.weft.runtime.rank.Mail;
import dev.weft.runtime.rank.RankEnd;

/** What a {@link RankActor} is told. */
sealed interface RankCommand {
    record Begin() implements RankCommand {}

    record Deliver(Mail mail) implements RankCommand {}

    record Interrupt() implements RankCommand {}

    /** By the program's thread, as its last act. */
    record ProgramEnded(RankEnd end) implements RankCommand {}
}

package dev.weft.runtime.local;

import dev.weft.runtime.rank.Mail;

/** What a {@link JobActor} is told. */
sealed interface JobCommand {
    record Happened(JobEvent event) implements JobCommand {}

    record Deliver(int rank, Mail mail) implements JobCommand {}
}

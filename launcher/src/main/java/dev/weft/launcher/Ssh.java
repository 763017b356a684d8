package dev.weft.launcher;

import java.util.List;

/** The OpenSSH client, and what it is always given; after Git's {@code GIT_SSH_COMMAND}. */
final class Ssh {
    private static final String GIVEN = "WEFT_SSH";

    private Ssh() {}

    static List<String> command() {
        String given = System.getenv().getOrDefault(GIVEN, "").strip();
        return given.isEmpty() ? List.of("ssh") : List.of(given.split("\\s+", -1));
    }
}

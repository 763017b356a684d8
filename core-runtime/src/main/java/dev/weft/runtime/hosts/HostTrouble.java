package dev.weft.runtime.hosts;

import java.util.List;
import java.util.Locale;

/** What the OpenSSH client says when it can't reach a host, as a sentence with a remedy. */
final class HostTrouble {
    private HostTrouble() {}

    private record Known(String sign, String sentence) {}

    private static final List<Known> ALL = List.of(
            new Known(
                    "host identification has changed",
                    "its key is another one than before: find out why, then remove the old one (ssh-keygen -R HOST)"),
            new Known(
                    "host key verification failed",
                    "its key is not known here: call `ssh HOST` once, compare the key and accept it"),
            new Known(
                    "permission denied",
                    "it takes none of this user's keys: `ssh HOST` must work without a question (ssh-copy-id HOST, or ssh-add for a key with a passphrase)"),
            new Known("could not resolve hostname", "no such host is known here"),
            new Known(
                    "connection refused",
                    "nothing listens at its ssh port: start sshd there, or name the port in ~/.ssh/config"),
            new Known("timed out", "it does not answer: is it up, and does a firewall let port 22 through?"),
            new Known("no route to host", "there is no way to it: is it up, and on this network?"),
            new Known("network is unreachable", "there is no way to it: is it up, and on this network?"));

    /**
     * @param host as ssh was given it
     * @param said what ssh wrote to its standard error, line by line
     * @param code its exit code
     */
    static String sentence(String host, List<String> said, int code) {
        String all = String.join("\n", said).toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(known -> all.contains(known.sign()))
                .findFirst()
                .map(known -> known.sentence().replace("HOST", host))
                .orElseGet(() -> said.isEmpty() ? "ssh ended with exit code " + code : said.getLast());
    }
}

package dev.weft.launcher;

import dev.weft.runtime.Host;
import dev.weft.runtime.Hosts;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A file of hosts: on each line a name for ssh, then {@code slots=N}, {@code address=ADDRESS} and labels {@code KEY=VALUE}, in any order; {@code #} begins a
 * comment.
 */
final class HostFile {
    private static final long LONGEST_BYTES = 10 << 20;
    /** The OpenSSH client, and what it is always given; after Git's {@code GIT_SSH_COMMAND}. */
    private static final String SSH = "WEFT_SSH";

    private HostFile() {}

    static Hosts read(Path file) {
        var hosts = new ArrayList<Host>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                try {
                    hosts.add(host(text));
                } catch (UsageException e) {
                    throw new UsageException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        if (hosts.isEmpty()) {
            throw new UsageException(file + " names no host: write one on each line, e.g. node-1 slots=4");
        }
        try {
            return Hosts.of(hosts).ssh(ssh());
        } catch (UsageException e) {
            throw new UsageException(file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > LONGEST_BYTES) {
                throw new UsageException(file + " has more than 10 MiB: that is no file of hosts");
            }
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UsageException("the hosts in " + file + " can't be read: " + e, e);
        }
    }

    /** The client, and what it is always given. */
    static List<String> ssh() {
        String given = System.getenv().getOrDefault(SSH, "").strip();
        return given.isEmpty() ? List.of("ssh") : List.of(given.split("\\s+", -1));
    }

    private static Host host(String text) {
        String[] words = text.split("\\s+", -1);
        int slots = 1;
        String address = "";
        var labels = new HashMap<String, String>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "\"" + words[i] + "\" is no KEY=VALUE: write slots=N, address=ADDRESS or a label");
            }
            String value = words[i].substring(equals + 1);
            switch (words[i].substring(0, equals)) {
                case "slots" -> slots = slots(value);
                case "address" -> address = value;
                case String key -> labels.put(key, value);
            }
        }
        return new Host(words[0], address, slots, labels);
    }

    private static int slots(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException("slots=" + value + " is no whole number", e);
        }
    }
}

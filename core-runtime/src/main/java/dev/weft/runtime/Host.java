package dev.weft.runtime;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A host that workers run on.
 *
 * @param name what the OpenSSH client is given: a name of its configuration, or {@code user@host}
 * @param address at which the other hosts reach it; empty: the one at which ssh does
 * @param slots how many workers it takes
 * @param labels that an operator may ask for
 */
public record Host(String name, String address, int slots, Map<String, String> labels) {
    /** No white space, and nothing that ssh would take for an option. */
    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_\\[][\\p{Alnum}_.:@%\\]-]*");

    public Host {
        if (!NAME.matcher(name).matches()) {
            throw new UsageException("host \"" + name + "\" has no name that ssh could be given");
        }
        if (slots < 1) {
            throw new UsageException("slots=" + slots + " < 1 on host " + name + ": give at least 1, or leave it out");
        }
        labels = Map.copyOf(labels);
    }

    public static Host of(String name) {
        return new Host(name, "", 1, Map.of());
    }

    public Host slots(int count) {
        return new Host(name, address, count, labels);
    }

    public Host address(String reachedAt) {
        return new Host(name, reachedAt, slots, labels);
    }
}

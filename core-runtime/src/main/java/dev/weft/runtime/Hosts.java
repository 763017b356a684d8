package dev.weft.runtime;

import java.util.HashSet;
import java.util.List;

/**
 * The hosts that workers run on.
 *
 * @param all in the order in which their slots are taken; none: this host, without a limit
 * @param ssh the OpenSSH client, and what it is always given
 */
public record Hosts(List<Host> all, List<String> ssh) {
    public Hosts {
        all = List.copyOf(all);
        ssh = List.copyOf(ssh);
        var names = new HashSet<String>();
        for (Host host : all) {
            if (!names.add(host.name())) {
                throw new UsageException("host " + host.name() + " is there twice: give it more slots instead");
            }
        }
    }

    /** This one only. */
    public static Hosts own() {
        return new Hosts(List.of(), List.of());
    }

    public static Hosts of(List<Host> all) {
        return new Hosts(all, List.of("ssh"));
    }

    public Hosts ssh(List<String> command) {
        return new Hosts(all, command);
    }

    /** Of all hosts. */
    public int slots() {
        return all.stream().mapToInt(Host::slots).sum();
    }
}

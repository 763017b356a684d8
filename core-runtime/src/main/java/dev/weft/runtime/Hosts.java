package dev.weft.runtime;

import dev.weft.scheduler.Host;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The hosts that workers run on.
 *
 * @param all none: this host, without a limit
 * @param ssh the OpenSSH client, and what it is always given
 * @param placing which of them get the workers
 */
public record Hosts(List<Host> all, List<String> ssh, Placing placing) {
    /** No white space, and nothing that ssh would take for an option. */
    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_\\[][\\p{Alnum}_.:@%\\]-]*");

    public Hosts {
        all = List.copyOf(all);
        ssh = List.copyOf(ssh);
        var names = new HashSet<String>();
        for (Host host : all) {
            if (!NAME.matcher(host.name()).matches()) {
                throw new UsageException("host \"" + host.name() + "\" has no name that ssh could be given");
            }
            if (!names.add(host.name())) {
                throw new UsageException("host " + host.name() + " is there twice: give it more slots instead");
            }
        }
    }

    /** This one only. */
    public static Hosts own() {
        return new Hosts(List.of(), List.of(), Placing.DEFAULT);
    }

    public static Hosts of(List<Host> all) {
        return new Hosts(all, List.of("ssh"), Placing.DEFAULT);
    }

    public Hosts ssh(List<String> command) {
        return new Hosts(all, command, placing);
    }

    public Hosts placing(Placing so) {
        return new Hosts(all, ssh, so);
    }

    /** Of all hosts that take workers; nothing if one of them doesn't count them. */
    public OptionalInt slots() {
        List<Host> taking = all.stream().filter(host -> !host.unschedulable()).toList();
        return taking.stream().anyMatch(host -> host.slots() == Host.UNCOUNTED)
                ? OptionalInt.empty()
                : OptionalInt.of(taking.stream().mapToInt(Host::slots).sum());
    }
}

package dev.weft.launcher.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much the system keeps for a socket: what is on its way between two hosts must find room there. */
record SocketBuffersCheck(Machine machine) implements Check {
    private static final String NAME = "sockets";
    private static final List<String> KEYS = List.of("net.core.rmem_max", "net.core.wmem_max");
    /** What lanes over UDP ask for (HostTransport). */
    private static final long WANTED = 4 * Amounts.MIB;

    @Override
    public Finding run() {
        var small = new ArrayList<String>();
        String all = KEYS.stream()
                .flatMap(key -> value(key).map(value -> {
                    if (value < WANTED) {
                        small.add(key);
                    }
                    return key + "=" + value;
                }))
                .collect(Collectors.joining(", "));
        if (!small.isEmpty()) {
            return Finding.warn(
                    NAME,
                    all + ": lanes between hosts ask for " + WANTED + " and get less, which loses datagrams",
                    small.stream().map(key -> "sysctl -w " + key + "=" + WANTED).collect(Collectors.joining("; ")));
        }
        return Finding.ok(NAME, all.isEmpty() ? "not known on this system" : all);
    }

    private Stream<Long> value(String key) {
        return machine.number("/proc/sys/" + key.replace('.', '/')).stream().boxed();
    }
}

package dev.weft.collectives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two hosts on one wire: network namespaces that a pair of virtual Ethernet devices connects. Needs root, and iproute2. */
final class Wire implements AutoCloseable {
    private static final String DEVICE = "weft0";
    private static final long LIMIT_SECONDS = 20;

    /** How a command ended. */
    private record Outcome(int code, String text) {}

    private final List<String> hosts = new ArrayList<>();

    /** Makes nothing yet, so that whatever is made is removed. */
    Wire() {
        String process = Long.toString(ProcessHandle.current().pid());
        hosts.add("weft-" + process + "-0");
        hosts.add("weft-" + process + "-1");
    }

    /** Lays the wire; why that is impossible here, or "". */
    String lay() {
        for (List<String> tool : List.of(List.of("ip", "-V"), List.of("tc", "-V"))) {
            if (attempt(tool).code() != 0) {
                return "there is no `" + tool.getFirst() + "`: install iproute2";
            }
        }
        for (String host : hosts) {
            Outcome added = attempt(List.of("ip", "netns", "add", host));
            if (added.code() != 0) {
                return "no network namespace can be made, which root may: " + added.text();
            }
        }
        run(
                "ip",
                "link",
                "add",
                DEVICE,
                "netns",
                hosts.get(0),
                "type",
                "veth",
                "peer",
                "name",
                DEVICE,
                "netns",
                hosts.get(1));
        for (int host = 0; host < hosts.size(); host++) {
            run("ip", "-n", hosts.get(host), "addr", "add", address(host) + "/24", "dev", DEVICE);
            run("ip", "-n", hosts.get(host), "link", "set", "lo", "up");
            run("ip", "-n", hosts.get(host), "link", "set", DEVICE, "up");
        }
        return "";
    }

    static String address(int host) {
        return "10.231.7." + (host + 1);
    }

    /** The command that another one stands behind, to run on the host. */
    List<String> on(int host) {
        return List.of("ip", "netns", "exec", hosts.get(host));
    }

    /**
     * From now on one in a hundred packets is lost either way, and each takes a millisecond more; where the kernel can't
     * make them late, they are lost only.
     *
     * @return which it is, or "" if the kernel can do neither
     */
    String disturb() {
        boolean late = true;
        boolean lossy = true;
        for (int host = 0; host < hosts.size(); host++) {
            late &= attempt(List.of(
                                    "tc",
                                    "-n",
                                    hosts.get(host),
                                    "qdisc",
                                    "add",
                                    "dev",
                                    DEVICE,
                                    "root",
                                    "netem",
                                    "loss",
                                    "1%",
                                    "delay",
                                    "1ms"))
                            .code()
                    == 0;
        }
        for (int host = 0; host < hosts.size() && !late; host++) {
            lossy &= loses(host);
        }
        return late ? "1% lost, 1 ms late" : lossy ? "1% lost (the kernel has no netem to make them late, too)" : "";
    }

    private boolean loses(int host) {
        List<List<String>> rules = List.of(
                List.of("add", "table", "netdev", "weft"),
                List.of("add chain netdev weft in { type filter hook ingress device \"%s\" priority 0; }"
                        .formatted(DEVICE)),
                List.of("add", "rule", "netdev", "weft", "in", "numgen", "random", "mod", "100", "==", "0", "drop"));
        boolean all = true;
        for (List<String> rule : rules) {
            List<String> command = new ArrayList<>(on(host));
            command.add("nft");
            command.addAll(rule);
            all &= attempt(command).code() == 0;
        }
        return all;
    }

    void cut() {
        run("ip", "-n", hosts.get(0), "link", "set", DEVICE, "down");
    }

    /** Namespaces go as soon as nobody is in them, and take the wire along. */
    @Override
    public void close() {
        for (String host : hosts) {
            attempt(List.of("ip", "netns", "del", host));
        }
    }

    private static void run(String... command) {
        Outcome outcome = attempt(Arrays.asList(command));
        if (outcome.code() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + outcome.text());
        }
    }

    private static Outcome attempt(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(1, "no end within " + LIMIT_SECONDS + " s");
            }
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            return new Outcome(1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException("interrupted in " + command, e));
        }
    }
}

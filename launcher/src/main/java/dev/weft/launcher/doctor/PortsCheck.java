package dev.weft.launcher.doctor;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether processes of this host can reach each other, by the loopback and by the host's own address; and how many ports there are for that. */
record PortsCheck(Machine machine) implements Check {
    private static final String NAME = "ports";
    private static final String RANGE = "/proc/sys/net/ipv4/ip_local_port_range";
    private static final int FEW = 4096;
    private static final int PATIENCE_MILLIS = 1000;

    @Override
    public Finding run() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Optional<String> unreached = obstacle(loopback);
        if (unreached.isPresent()) {
            return Finding.fail(
                    NAME,
                    "no connection to " + loopback.getHostAddress() + ": " + unreached.get(),
                    "bring the loopback interface up (ip link set lo up), and let a firewall pass it: the processes of a job talk over it");
        }
        Optional<InetAddress> own = ownAddress();
        unreached = own.flatMap(PortsCheck::obstacle);
        if (unreached.isPresent()) {
            return Finding.warn(
                    NAME,
                    "no connection to this host's own address " + own.get().getHostAddress() + ": " + unreached.get(),
                    "let the firewall pass ports " + range().orElse("1024 to 65535")
                            + " between the job's hosts; jobs on this host alone run without");
        }
        return few().orElseGet(() -> Finding.ok(
                NAME,
                "connections to " + loopback.getHostAddress()
                        + own.map(address -> " and " + address.getHostAddress()).orElse("")
                        + range().map(range -> ", ports " + range).orElse("")));
    }

    /** What keeps a connection to a port of one's own from coming about. */
    private static Optional<String> obstacle(InetAddress address) {
        try (var server = new ServerSocket(0, 1, address);
                var client = new Socket()) {
            client.connect(new InetSocketAddress(address, server.getLocalPort()), PATIENCE_MILLIS);
            server.setSoTimeout(PATIENCE_MILLIS);
            server.accept().close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The first address of an interface that is up and not the loopback. */
    private static Optional<InetAddress> ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(PortsCheck::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<String> range() {
        return machine.text(RANGE).map(text -> text.replaceAll("\\s+", " to "));
    }

    private Optional<Finding> few() {
        int[] ends = machine.text(RANGE).stream()
                .flatMap(text -> Stream.of(text.split("\\s+", -1)))
                .filter(word -> word.matches("[0-9]{1,5}"))
                .mapToInt(Integer::parseInt)
                .toArray();
        if (ends.length != 2 || ends[1] - ends[0] + 1 >= FEW) {
            return Optional.empty();
        }
        return Optional.of(Finding.warn(
                NAME,
                "only %d ports for connections (%d to %d)".formatted(ends[1] - ends[0] + 1, ends[0], ends[1]),
                "sysctl -w net.ipv4.ip_local_port_range=\"32768 60999\""));
    }
}

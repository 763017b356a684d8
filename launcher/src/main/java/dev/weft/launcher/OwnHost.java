package dev.weft.launcher;

import dev.weft.scheduler.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of a job's hosts this one is, by its name or one of its addresses; no other host is asked. */
final class OwnHost {
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

    private OwnHost() {}

    static Optional<String> among(List<Host> hosts) {
        Set<String> names = Set.of("localhost", name());
        Set<InetAddress> addresses = addresses();
        return hosts.stream()
                .filter(host -> names.contains(bare(host))
                        || address(bare(host)).filter(addresses::contains).isPresent()
                        || address(host.address()).filter(addresses::contains).isPresent())
                .map(Host::name)
                .findFirst();
    }

    private static String bare(Host host) {
        return host.name().replaceFirst(".*@", "");
    }

    /** An IPv6 address has many spellings. Names are nobody's, here. */
    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    private static String name() {
        try {
            return Files.readString(NAME).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    private static Set<InetAddress> addresses() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses).collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}

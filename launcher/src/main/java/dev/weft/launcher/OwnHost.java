package dev.weft.launcher;

import dev.weft.scheduler.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which of a job's hosts this one is, by its name or one of its addresses; no other host is asked. */
final class OwnHost {
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

    private OwnHost() {}

    static Optional<String> among(List<Host> hosts) {
        Set<String> own = new HashSet<>(addresses());
        own.add("localhost");
        own.add(name());
        return hosts.stream()
                .filter(host -> own.contains(host.name().replaceFirst(".*@", "")) || own.contains(host.address()))
                .map(Host::name)
                .findFirst();
    }

    private static String name() {
        try {
            return Files.readString(NAME).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    private static List<String> addresses() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}

package dev.weft.runtime.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The ports of a process of this host, as /proc tells of them. */
record Ports(long pid) {
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTEN = "0A";

    /** At which it listens. */
    Set<Integer> tcp() {
        return ports(List.of("tcp", "tcp6"), LISTEN);
    }

    Set<Integer> udp() {
        return ports(List.of("udp", "udp6"), "");
    }

    private Set<Integer> ports(List<String> tables, String state) {
        Set<String> own = socketInodes();
        var ports = new TreeSet<Integer>();
        for (String table : tables) {
            for (String[] socket : sockets(table)) {
                if (own.contains(socket[INODE]) && (state.isEmpty() || state.equals(socket[STATE]))) {
                    String address = socket[LOCAL_ADDRESS];
                    ports.add(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    private List<String[]> sockets(String table) {
        var sockets = new ArrayList<String[]>();
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table));
            lines.stream().skip(1).forEach(line -> sockets.add(line.strip().split("\\s+", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sockets;
    }

    private Set<String> socketInodes() {
        var inodes = new HashSet<String>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inodes;
    }

    /** Nothing if it has been closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}

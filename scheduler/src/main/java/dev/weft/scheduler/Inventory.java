package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The hosts of a cell, numbered in the order in which they were given, and how they stand together. Never changes. */
public final class Inventory {
    private final List<Host> hosts;
    private final Map<String, Integer> byName = new HashMap<>();
    private final List<int[]> racks = new ArrayList<>();
    private final List<int[]> zones = new ArrayList<>();
    private final int[] rackOf;
    private final int[] zoneOf;

    /** @throws IllegalArgumentException if two have the same name */
    public Inventory(List<Host> hosts) {
        this.hosts = List.copyOf(hosts);
        for (int host = 0; host < this.hosts.size(); host++) {
            String name = this.hosts.get(host).name();
            if (byName.put(name, host) != null) {
                throw new IllegalArgumentException("host " + name + " is there twice: give each a name of its own");
            }
        }
        this.zoneOf = number(hosts.stream().map(Host::zone).toList(), zones);
        this.rackOf = number(
                hosts.stream().map(host -> List.of(host.zone(), host.rack())).toList(), racks);
    }

    /** Numbers for the different keys, and which hosts have each. */
    private static int[] number(List<?> keys, List<int[]> members) {
        var numbers = new HashMap<Object, Integer>();
        int[] numberOf = keys.stream()
                .mapToInt(key -> numbers.computeIfAbsent(key, _ -> numbers.size()))
                .toArray();
        var sizes = new int[numbers.size()];
        for (int number : numberOf) {
            sizes[number]++;
        }
        for (int size : sizes) {
            members.add(new int[size]);
        }
        for (int host = numberOf.length - 1; host >= 0; host--) {
            members.get(numberOf[host])[--sizes[numberOf[host]]] = host;
        }
        return numberOf;
    }

    /** Where a host doesn't say which cores it has, as many as its cpu is. */
    public Inventory withCores() {
        return new Inventory(hosts.stream().map(Host::withCores).toList());
    }

    public List<Host> hosts() {
        return hosts;
    }

    public int size() {
        return hosts.size();
    }

    public Host host(int number) {
        return hosts.get(number);
    }

    public OptionalInt find(String name) {
        Integer number = byName.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    int rackOf(int host) {
        return rackOf[host];
    }

    int zoneOf(int host) {
        return zoneOf[host];
    }

    int racks() {
        return racks.size();
    }

    int zones() {
        return zones.size();
    }

    /** The hosts of each domain of that level; a host alone is one of {@link Level#HOST}. */
    List<int[]> domains(Level level) {
        return switch (level) {
            case HOST ->
                IntStream.range(0, size()).mapToObj(host -> new int[] {host}).toList();
            case RACK -> racks;
            case ZONE -> zones;
            case CELL -> List.of(IntStream.range(0, size()).toArray());
        };
    }

    /** The domain of that level that a host is in, as people call it. */
    String domainName(Level level, int host) {
        Host it = hosts.get(host);
        return switch (level) {
            case HOST -> "host " + it.name();
            case RACK -> rackName(it);
            case ZONE -> it.zone().isEmpty() ? "the hosts without a zone" : "zone " + it.zone();
            case CELL -> "the inventory";
        };
    }

    private static String rackName(Host host) {
        String rack = host.rack().isEmpty() ? "the hosts without a rack" : "rack " + host.rack();
        return host.zone().isEmpty() ? rack : rack + " of zone " + host.zone();
    }

    /** Whether any two hosts stand in different racks or zones. */
    boolean hasTopology() {
        return racks.size() > 1;
    }
}

package dev.weft.launcher.doctor;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** How long the packets of the host's networks are. */
record MtuCheck(Machine machine) implements Check {
    private static final String NAME = "mtu";
    private static final String NETWORKS = "/sys/class/net";
    private static final String LOOPBACK = "lo";
    private static final int ETHERNET = 1500;
    private static final int JUMBO = 8000;
    /** Datagrams of lanes between processes of one host. */
    private static final int LANE_FRAME = 16 << 10;

    private record Network(String name, long mtu) {
        @Override
        public String toString() {
            return name + " " + mtu;
        }
    }

    @Override
    public Finding run() {
        List<Network> networks = machine.names(NETWORKS).stream()
                .filter(this::isUp)
                .flatMap(name -> mtu(name).stream().mapToObj(mtu -> new Network(name, mtu)))
                .toList();
        String all = networks.stream().map(Network::toString).collect(Collectors.joining(", "));
        List<Network> outer = networks.stream()
                .filter(network -> !network.name.equals(LOOPBACK))
                .toList();
        if (networks.stream().anyMatch(network -> network.name.equals(LOOPBACK) && network.mtu < LANE_FRAME)) {
            return Finding.warn(NAME, all + ": the loopback cuts datagrams of 16 KiB", "ip link set lo mtu 65536");
        }
        boolean jumbo = outer.stream().anyMatch(network -> network.mtu >= JUMBO);
        boolean plain = outer.stream().anyMatch(network -> network.mtu < JUMBO);
        if (jumbo && plain) {
            return Finding.warn(
                    NAME,
                    all + ": some networks have jumbo frames and some have not",
                    "give all hosts of a job the same MTU on the network between them, e.g. ip link set NAME mtu 9000");
        }
        if (outer.stream().anyMatch(network -> network.mtu < ETHERNET)) {
            return Finding.warn(
                    NAME,
                    all + ": packets shorter than Ethernet's 1500 bytes, as in tunnels",
                    "see that all hosts of a job have the same, or larger datagrams get lost between them");
        }
        return Finding.ok(NAME, all.isEmpty() ? "not known on this system" : all);
    }

    private OptionalLong mtu(String name) {
        return machine.number(NETWORKS + "/" + name + "/mtu");
    }

    /** The loopback calls its state unknown. */
    private boolean isUp(String name) {
        return machine.text(NETWORKS + "/" + name + "/operstate")
                .filter(state -> !state.equals("down"))
                .isPresent();
    }
}

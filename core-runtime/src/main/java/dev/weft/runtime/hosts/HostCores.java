package dev.weft.runtime.hosts;

import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.NumaNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cores of this host that this process may use, by NUMA node, as Linux tells them; and how processes are bound to some of them. */
public final class HostCores {
    private static final Path NODES = Path.of("/sys/devices/system/node");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final String NODE = "node";

    private HostCores() {}

    /** Where nothing is known of nodes: one. */
    static List<NumaNode> ofThisHost() {
        CoreSet allowed = allowed();
        List<NumaNode> nodes = nodes().stream()
                .map(node -> new NumaNode(node.number(), common(node.cores(), allowed), 0))
                .filter(node -> node.cores().size() > 0)
                .toList();
        return nodes.isEmpty() ? List.of(new NumaNode(0, allowed, 0)) : nodes;
    }

    /** Those that this process runs on, as Linux writes them. */
    public static String ofThisProcess() {
        return allowed().toString();
    }

    private static CoreSet common(CoreSet one, CoreSet other) {
        return one.minus(one.minus(other));
    }

    private static CoreSet allowed() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(ALLOWED))
                    .map(line -> set(line.substring(ALLOWED.length()).strip()))
                    .findFirst()
                    .orElseGet(HostCores::counted);
        } catch (IOException e) {
            return counted();
        }
    }

    private static CoreSet counted() {
        return CoreSet.range(0, Runtime.getRuntime().availableProcessors() - 1);
    }

    private static List<NumaNode> nodes() {
        try (Stream<Path> files = Files.list(NODES)) {
            return files.filter(file -> file.getFileName().toString().matches(NODE + "\\d+"))
                    .map(HostCores::node)
                    .sorted(Comparator.comparingInt(NumaNode::number))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static NumaNode node(Path folder) {
        int number = Integer.parseInt(folder.getFileName().toString().substring(NODE.length()));
        try {
            return new NumaNode(
                    number, set(Files.readString(folder.resolve("cpulist")).strip()), 0);
        } catch (IOException e) {
            return new NumaNode(number, CoreSet.NONE, 0);
        }
    }

    /** {@code 0-3,8}, as Linux writes it. */
    static CoreSet set(String list) {
        return CoreSet.of(Arrays.stream(list.split(",", -1))
                .filter(run -> !run.isBlank())
                .flatMapToInt(run -> {
                    String[] ends = run.strip().split("-", -1);
                    return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
                })
                .toArray());
    }

    static boolean canBind() {
        return has("taskset");
    }

    /**
     * What stands before a command, so that its process has these cores and no others, and memory that is near them.
     *
     * @param cores none: nothing
     * @param numaNode that has all of them; negative if there is none, or no other node
     */
    static List<String> binding(CoreSet cores, int numaNode) {
        if (cores.size() == 0) {
            return List.of();
        }
        return numaNode >= 0 && has("numactl")
                ? List.of("numactl", "--physcpubind=" + cores, "--membind=" + numaNode)
                : List.of("taskset", "--cpu-list", cores.toString());
    }

    private static boolean has(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

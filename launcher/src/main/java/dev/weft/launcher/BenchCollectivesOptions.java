package dev.weft.launcher;

import dev.weft.collectives.Operation;
import dev.weft.collectives.Transport;
import dev.weft.collectives.benchmark.BenchmarkSpec;
import dev.weft.collectives.benchmark.CollectivesBenchmark;
import dev.weft.collectives.benchmark.Forced;
import dev.weft.collectives.benchmark.PeerKind;
import dev.weft.collectives.benchmark.Sizes;
import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code weft bench collectives} was given. */
record BenchCollectivesOptions(BenchmarkSpec spec, Optional<OutputFile> plot) {
    private static final List<String> TRANSPORTS = List.of("auto", "memory", "ipc", "udp");
    private static final int RANKS = 2;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    static BenchCollectivesOptions of(Given given) {
        int workers = given.number("--workers", 1).orElse(1);
        int ranks = given.number("--ranks", 1).orElse(workers == 1 ? RANKS : workers);
        if (ranks < workers) {
            throw new UsageException(
                    "--ranks=" + ranks + " < --workers=" + workers + ": give at least one rank for each worker");
        }
        List<String> operations = operations(given);
        var spec = new BenchmarkSpec(
                ranks,
                workers,
                transport(given.text("--transport").orElse("auto"), workers),
                operations,
                sizes(given.text("--sizes").orElse(Sizes.DEFAULT), ranks),
                algorithms(given.text("--algorithm").orElse("")),
                given.has("--verify"),
                peers(given, workers, operations));
        return new BenchCollectivesOptions(spec, given.text("--plot").map(name -> OutputFile.named("--plot", name)));
    }

    private static Transport transport(String name, int workers) {
        String known = name.toLowerCase(Locale.ROOT);
        if (!TRANSPORTS.contains(known)) {
            throw unknown("--transport", name, TRANSPORTS);
        }
        if (known.equals("memory") && workers > 1) {
            throw new UsageException("--transport=memory is within one process: give --workers 1, or ipc or udp");
        }
        if ((known.equals("ipc") || known.equals("udp")) && workers == 1) {
            throw new UsageException("--transport=" + known + " is between workers: give --workers 2 or more");
        }
        return known.equals("udp") ? Transport.UDP : Transport.IPC;
    }

    private static List<String> operations(Given given) {
        List<String> all = CollectivesBenchmark.operations();
        List<String> asked = given.text("--operations")
                .map(list -> Arrays.asList(list.split(",", -1)))
                .orElse(all);
        for (String operation : asked) {
            if (!all.contains(operation)) {
                throw unknown("--operations", operation, all);
            }
        }
        return asked.stream().distinct().toList();
    }

    private static List<Integer> sizes(String list, int ranks) {
        try {
            List<Integer> sizes = Sizes.parse(list);
            if ((long) sizes.getLast() / Double.BYTES * ranks > LONGEST_ARRAY) {
                throw new UsageException("--sizes=" + list + ": " + sizes.getLast() + " bytes from each of --ranks="
                        + ranks + " don't fit an array of " + LONGEST_ARRAY + " doubles: give less of either");
            }
            return sizes;
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--sizes=" + list + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Map<Operation, String> algorithms(String list) {
        try {
            return Forced.parse(list);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--algorithm=" + list + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Set<PeerKind> peers(Given given, int workers, List<String> operations) {
        var peers = EnumSet.noneOf(PeerKind.class);
        for (String name : given.texts("--against")) {
            peers.add(peer(name));
        }
        if (peers.contains(PeerKind.AERON) && workers != 2) {
            throw new UsageException("--against=aeron is between two processes: give --workers 2");
        }
        if (peers.contains(PeerKind.AERON) && !operations.contains("pingpong")) {
            throw new UsageException("--against=aeron is a peer of pingpong alone: add that to --operations");
        }
        return peers;
    }

    private static PeerKind peer(String name) {
        return Arrays.stream(PeerKind.values())
                .filter(kind -> kind.title().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "--against",
                        name,
                        Arrays.stream(PeerKind.values()).map(PeerKind::title).toList()));
    }

    private static UsageException unknown(String option, String value, List<String> known) {
        return new UsageException(option + "=" + value + " is unknown" + Spelling.hint(value, known) + ": give one of "
                + String.join(", ", known));
    }
}

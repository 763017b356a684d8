package dev.weft.collectives.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the collectives: how long a call takes, by operation and length of a rank's send buffer. With peers, each
 * operation is measured in turns, first Weft's at all sizes, then each peer's, several times over, so that all of them
 * meet the machine in the same mood.
 */
public final class CollectivesBenchmark {
    private static final int PASSES_WITH_PEERS = 3;

    private final BenchmarkSpec spec;
    private final List<Kernel> kernels;
    private final PrintStream err;
    private final List<Row> rows = new ArrayList<>();
    private Checked checked = Checked.NOTHING;

    CollectivesBenchmark(BenchmarkSpec spec, List<Kernel> kernels, PrintStream err) {
        this.spec = spec;
        this.kernels = kernels;
        this.err = err;
    }

    /** All operations, by the names of their methods. */
    public static List<String> operations() {
        return KernelTable.ALL.stream().map(Kernel::name).toList();
    }

    /**
     * Prints a table to {@code out}, and what else is to be told to {@code err}. Leaves nothing behind, even if it is
     * interrupted.
     *
     * @throws BenchmarkFailedException if it can't be done
     */
    public static BenchmarkReport run(BenchmarkSpec spec, PrintStream out, PrintStream err)
            throws InterruptedException {
        List<Kernel> kernels =
                spec.operations().stream().map(KernelTable::named).toList();
        return new CollectivesBenchmark(spec, kernels, err).run(out);
    }

    BenchmarkReport run(PrintStream out) throws InterruptedException {
        tell("%s on %d cores, JDK %s"
                .formatted(spec.ranksAndPlace(), Runtime.getRuntime().availableProcessors(), Runtime.version()));
        try (var bench = Bench.set(spec)) {
            var csv = new Csv(bench.peers().stream().map(Peer::kind).toList(), out);
            csv.printHeader();
            for (Kernel kernel : kernels) {
                List<Row> measured = measure(kernel, bench);
                measured.forEach(csv::print);
                rows.addAll(measured);
            }
        }
        if (spec.verify()) {
            tell("verified: %d values compared, %d mismatches".formatted(checked.values(), checked.mismatches()));
        }
        return new BenchmarkReport(spec.ranksAndPlace(), rows, checked);
    }

    private List<Row> measure(Kernel kernel, Bench bench) throws InterruptedException {
        if (spec.ranks() < kernel.fewestRanks()) {
            tell("%s is left out: it needs %d ranks".formatted(kernel.name(), kernel.fewestRanks()));
            return List.of();
        }
        var _ = bench.ranks().perform(Task.prepare(kernel));
        List<Integer> sizes = verified(kernel, bench.ranks());
        if (sizes.isEmpty()) {
            tell("%s is left out: no size gives each of %d ranks a value".formatted(kernel.name(), spec.ranks()));
            return List.of();
        }
        // The first pass is the compiler's.
        var _ = timings(kernel, sizes, bench.ranks());
        var ours = new Passes();
        var theirs = new TreeMap<PeerKind, Passes>();
        for (int pass = 0; pass < (bench.peers().isEmpty() ? 1 : PASSES_WITH_PEERS); pass++) {
            ours.add(timings(kernel, sizes, bench.ranks()));
            for (Peer peer : bench.peers()) {
                if (peer.has(kernel)) {
                    theirs.computeIfAbsent(peer.kind(), kind -> new Passes()).add(peer.measure(kernel, sizes));
                }
            }
        }
        return sizes.stream().map(bytes -> row(kernel, bytes, ours, theirs)).toList();
    }

    /** The sizes at which the results are right; what is wrong isn't measured. */
    private List<Integer> verified(Kernel kernel, Ranks ranks) throws InterruptedException {
        List<Integer> sizes = kernel.sizes(spec.sizes(), spec.ranks());
        if (!spec.verify()) {
            return sizes;
        }
        List<Integer> right = new ArrayList<>();
        for (int bytes : sizes) {
            if (ranks.perform(new Task(Task.Kind.VERIFY, kernel, bytes)) instanceof Outcome.Verified(Checked found)) {
                checked = checked.and(found);
                if (found.mismatches() == 0) {
                    right.add(bytes);
                } else {
                    tell("WRONG: %s (%d of %d values), so it is not measured"
                            .formatted(found.first(), found.mismatches(), found.values()));
                }
            }
        }
        return right;
    }

    private static Map<Integer, Timing> timings(Kernel kernel, List<Integer> sizes, Ranks ranks)
            throws InterruptedException {
        var timings = new TreeMap<Integer, Timing>();
        for (int bytes : sizes) {
            if (ranks.perform(new Task(Task.Kind.MEASURE, kernel, bytes)) instanceof Outcome.Timed(Timing timing)) {
                timings.put(bytes, timing);
            }
        }
        return timings;
    }

    private Row row(Kernel kernel, int bytes, Passes ours, Map<PeerKind, Passes> theirs) {
        var peers = new TreeMap<PeerKind, Timing>();
        theirs.forEach((kind, passes) -> peers.put(kind, passes.timing(bytes)));
        return new Row(kernel.name(), spec.ranks(), bytes, ours.timing(bytes), peers);
    }

    private void tell(String line) {
        err.println("# " + line);
        err.flush();
    }
}

package dev.weft.launcher;

import static dev.weft.launcher.HelpText.option;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.collectives.benchmark.Sizes;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.benchmark.CheckpointBenchmark;
import dev.weft.runtime.benchmark.CheckpointBenchmark.Spec;
import dev.weft.runtime.benchmark.CheckpointBenchmark.Times;
import dev.weft.runtime.benchmark.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code weft bench checkpoints}: how fast a rank's state is saved and restored. */
final class BenchCheckpointsCommand implements Command {
    private static final String DEFAULT_SIZE = "256m";

    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("checkpoints");
        spec.addOption(option(
                "--checkpoint", "URI", "The store, as weft run takes it. What is written there is removed again."));
        spec.addOption(option(
                "--size",
                "BYTES",
                "Of the state; k, m and g are 1024, its square and cube (default: " + DEFAULT_SIZE + ")."));
        spec.addOption(option("--threads", "N", "That copy it (default: the machine's cores)."));
        spec.addOption(option("--trials", "N", "That count, after the first, which doesn't (default: 5)."));
        spec.usageMessage()
                .customSynopsis("weft bench checkpoints --checkpoint URI [OPTION…]")
                .description(
                        "Measure how long a save stops a rank, beside a copy of the same bytes by the same threads, and how fast its state gets"
                                + " into the store and back, beside one plain file on the same disk (where the store is a folder). What"
                                + " comes back is compared with what was saved. State is one array of random doubles.");
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) {
        int bytes = size(given.text("--size").orElse(DEFAULT_SIZE));
        int threads = given.number("--threads", 1).orElse(Runtime.getRuntime().availableProcessors());
        int trials = given.number("--trials", 1).orElse(5);
        String address = given.text("--checkpoint")
                .orElseThrow(() -> new UsageException("bench checkpoints measures a store: give --checkpoint URI"));
        return run(address, bytes, threads, trials, terminal.out());
    }

    private static int size(String text) {
        try {
            List<Integer> sizes = Sizes.parse(text);
            if (sizes.size() == 1) {
                return sizes.getFirst();
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--size " + e.getMessage(), e);
        }
        throw new UsageException("--size " + text + ": give one size, e.g. " + DEFAULT_SIZE);
    }

    private static int run(String address, int bytes, int threads, int trials, PrintStream out) {
        try (ObjectStore store = ObjectStores.open(address)) {
            Times times = CheckpointBenchmark.run(store, new Spec(bytes, threads, trials, folder(address)));
            print(times, bytes, threads, out);
            return ExitCode.DONE.number;
        } catch (IOException | IllegalStateException e) {
            throw new CommandFailedException(ExitCode.PROGRAM_FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    /** The folder that a store is, if it is one. */
    private static Optional<Path> folder(String address) {
        if (address.startsWith("file:")) {
            return Optional.of(Path.of(URI.create(address)));
        }
        return Optional.of(Path.of(address)).filter(Files::isDirectory);
    }

    private static void print(Times times, int bytes, int threads, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%,d bytes, %d threads; seconds, median (least to most), and bytes a second%n",
                bytes,
                threads);
        line(out, "copy", times.copy(), bytes, "");
        line(out, "stall of a save", times.stall(), bytes, beside(times.stall(), times.copy(), "of the copy's time"));
        line(out, "save", times.save(), bytes, speed(times.save(), times.write()));
        times.write().ifPresent(write -> line(out, "file, written", write, bytes, ""));
        line(out, "restore", times.restore(), bytes, speed(times.restore(), times.read()));
        times.read().ifPresent(read -> line(out, "file, read", read, bytes, ""));
    }

    private static void line(PrintStream out, String what, Spread seconds, int bytes, String beside) {
        out.printf(Locale.ROOT, "%-16s %-26s %6.2f GB/s  %s%n", what, seconds, bytes / seconds.median() / 1e9, beside);
    }

    private static String speed(Spread own, Optional<Spread> file) {
        return file.map(plain -> beside(plain, own, "of the file's speed")).orElse("");
    }

    private static String beside(Spread seconds, Spread other, String what) {
        return String.format(Locale.ROOT, "%.2f %s", seconds.median() / other.median(), what);
    }
}

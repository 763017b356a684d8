package dev.weft.collectives.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The same operations by Open MPI, in a program of our own that is compiled where it is to run. A run of it measures one
 * operation.
 */
final class MpiPeer implements Peer {
    private static final String SOURCE = "mpi_benchmark.c";
    private static final String PROGRAM = "mpi_benchmark";
    private static final int KERNEL_NAME = 0;
    private static final int BYTES = 2;
    private static final int MEDIAN = 3;
    private static final int MIN = 4;

    private final TemporaryFolder folder;
    private final int ranks;
    private final boolean overTcp;

    private MpiPeer(TemporaryFolder folder, int ranks, boolean overTcp) {
        this.folder = folder;
        this.ranks = ranks;
        this.overTcp = overTcp;
    }

    /** @param overTcp over sockets of the loopback interface, even where processes could share memory */
    static MpiPeer compile(int ranks, boolean overTcp) throws InterruptedException {
        for (String program : List.of("mpicc", "mpirun")) {
            if (!Programs.isOnPath(program)) {
                throw BenchmarkFailedException.notStarted("%s is not on the PATH: install Open MPI".formatted(program)
                        + " (on Debian and Ubuntu the packages openmpi-bin and libopenmpi-dev)");
            }
        }
        var peer = new MpiPeer(TemporaryFolder.onDisk(), ranks, overTcp);
        try {
            peer.compile();
            return peer;
        } catch (Throwable failure) {
            peer.close();
            throw failure;
        }
    }

    private void compile() throws InterruptedException {
        try (InputStream source = MpiPeer.class.getResourceAsStream(SOURCE)) {
            if (source == null) {
                throw new IllegalStateException(SOURCE + " is missing beside " + MpiPeer.class.getName());
            }
            Files.copy(source, folder.path().resolve(SOURCE));
            String _ = output(List.of("mpicc", "-O3", "-march=native", "-o", PROGRAM, SOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public PeerKind kind() {
        return PeerKind.MPIRUN;
    }

    /** Its table has all that Weft's has. */
    @Override
    public boolean has(Kernel kernel) {
        return true;
    }

    @Override
    public Map<Integer, Timing> measure(Kernel kernel, List<Integer> sizes) throws InterruptedException {
        List<String> command = new ArrayList<>(launch(Runtime.getRuntime().availableProcessors()));
        command.add(folder.path().resolve(PROGRAM).toString());
        command.add(kernel.name());
        command.add(seconds(Rounds.WARM_UP_LIMIT_NANOS));
        command.add(seconds(Rounds.MEASURED_LIMIT_NANOS));
        for (int bytes : sizes) {
            var rounds = Rounds.of(bytes);
            command.add("%d:%d:%d".formatted(bytes, rounds.warmUp(), rounds.measured()));
        }
        return timings(kernel, output(command));
    }

    private List<String> launch(int cores) {
        List<String> command = new ArrayList<>(List.of("mpirun", "-n", Integer.toString(ranks), "--bind-to"));
        command.add(ranks <= cores ? "core" : "none");
        if (ranks > cores) {
            command.add("--oversubscribe");
        }
        if (System.getProperty("user.name").equals("root")) {
            command.add("--allow-run-as-root");
        }
        if (overTcp) {
            command.addAll(List.of("--mca", "pml", "ob1", "--mca", "btl", "self,tcp"));
        }
        return command;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    private static Map<Integer, Timing> timings(Kernel kernel, String csv) {
        var timings = new TreeMap<Integer, Timing>();
        for (String line : csv.lines().toList()) {
            String[] cells = line.split(",", -1);
            if (cells[KERNEL_NAME].equals(kernel.name())) {
                timings.put(
                        Integer.parseInt(cells[BYTES]),
                        new Timing(Double.parseDouble(cells[MEDIAN]), Double.parseDouble(cells[MIN])));
            }
        }
        return timings;
    }

    /** What the command prints. It works in the folder. */
    private String output(List<String> command) throws InterruptedException {
        Path out = folder.path().resolve("out");
        Path err = folder.path().resolve("err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.path().toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int exitCode = waitFor(process);
            if (exitCode != 0) {
                throw BenchmarkFailedException.notStarted("%s ended with exit code %d: %s"
                        .formatted(
                                String.join(" ", command), exitCode, text(err).strip()));
            }
            return text(out);
        } catch (IOException e) {
            throw BenchmarkFailedException.notStarted("%s: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    private static int waitFor(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroy();
            throw interrupted;
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, Charset.defaultCharset());
    }

    @Override
    public void close() {
        folder.close();
    }
}

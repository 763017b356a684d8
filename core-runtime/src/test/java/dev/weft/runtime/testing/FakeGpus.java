package dev.weft.runtime.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Compiles libraries that play NVIDIA's, and gives each a host to play. */
public final class FakeGpus {
    /** Eight A100, wired as in a DGX A100: all to NVLink switches, pairs on a PCIe switch, four on a socket. */
    public static final String DGX_A100 = host(8, "switch %d 12");

    /** Eight V100 in two hybrid cubes, as in a DGX-1: one or two NVLinks to four others each. */
    public static final String DGX_1 = host(8, "") + """
            nvlink 0 1 1
            nvlink 0 2 1
            nvlink 0 3 2
            nvlink 0 4 2
            nvlink 1 2 2
            nvlink 1 3 1
            nvlink 1 5 2
            nvlink 2 3 2
            nvlink 2 6 1
            nvlink 3 7 1
            nvlink 4 5 1
            nvlink 4 6 1
            nvlink 4 7 2
            nvlink 5 6 2
            nvlink 5 7 1
            nvlink 6 7 2
            """;

    /** Eight cards of a server without NVLink: pairs on a PCIe switch, four on a socket. */
    public static final String PCIE = host(8, "");

    private static final Map<List<String>, Path> COMPILED = new ConcurrentHashMap<>();

    private FakeGpus() {}

    /** So many GPUs: pairs on a PCIe switch, four on a socket. */
    public static String host(int gpus, String lineForEach) {
        var lines = new ArrayList<String>();
        lines.add("driver 570.86.15");
        for (int i = 0; i < gpus; i++) {
            lines.add(
                    "gpu %s 00000000:%02X:00.0 85899345920 %d NVIDIA A100-SXM4-80GB".formatted(uuid(i), 7 + i, i / 4));
            lines.add("cpus %d %d %d".formatted(i, i / 4 * 32, i / 4 * 32 + 31));
            if (!lineForEach.isEmpty()) {
                lines.add(lineForEach.formatted(i));
            }
        }
        for (int i = 0; i < gpus; i++) {
            for (int j = i + 1; j < gpus; j++) {
                int level = i / 2 == j / 2 ? 10 : i / 4 == j / 4 ? 30 : 50;
                lines.add("level %d %d %d".formatted(i, j, level));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    public static String uuid(int gpu) {
        return "GPU-%08x-1111-2222-3333-%012x".formatted(0xa0 + gpu, 0x44_0000_0000L + gpu);
    }

    /** A management library for a host: see {@code fakes/nvml.c} for the lines that describe one. */
    public static Path nvml(Path folder, String host) {
        return placed(compiled("nvml.c", List.of("gcc")), folder.resolve("libnvidia-ml.so.1"), host);
    }

    /**
     * A driver for a host, which runs kernels on the CPU: see {@code fakes/cuda.cpp}.
     *
     * @param owner the class beside which the source of the kernels lies in its jar
     * @param kernels the name of that source
     */
    public static Path cuda(Path folder, String host, Class<?> owner, String kernels) {
        Path source = COMPILED.computeIfAbsent(
                List.of(owner.getName(), kernels), _ -> extracted(owner, kernels, newFolder()));
        var compiler = List.of("g++", "-std=c++17", "-DKERNELS=\"" + source + "\"");
        return placed(compiled("cuda.cpp", compiler), folder.resolve("libcuda.so.1"), host);
    }

    private static Path placed(Path library, Path place, String host) {
        try {
            Files.copy(library, place);
            Files.writeString(place.resolveSibling(place.getFileName() + ".conf"), host, StandardCharsets.UTF_8);
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The test that asks is skipped where there is no compiler. */
    private static Path compiled(String source, List<String> compiler) {
        assumeTrue(
                works(List.of(compiler.getFirst(), "--version")),
                () -> "there is no " + compiler.getFirst() + " here, which compiles the libraries that play NVIDIA's");
        var key = new ArrayList<>(compiler);
        key.add(source);
        return COMPILED.computeIfAbsent(List.copyOf(key), _ -> compile(source, compiler));
    }

    private static Path compile(String source, List<String> compiler) {
        Path folder = newFolder();
        Path code = extracted(FakeGpus.class, "/fakes/" + source, folder);
        Path library = folder.resolve(source + ".so");
        library.toFile().deleteOnExit();
        var command = new ArrayList<>(compiler);
        command.addAll(List.of("-shared", "-fPIC", "-O1", "-o", library.toString(), code.toString()));
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(50, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("failed: " + String.join(" ", command));
            }
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("weft-fakes");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path extracted(Class<?> owner, String resource, Path folder) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            Path file = folder.resolve(Path.of(resource).getFileName());
            Files.copy(Objects.requireNonNull(in, resource), file);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

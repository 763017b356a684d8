package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.ClusterSpec;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The archive that people get, unpacked once for all of these tests into a folder with a blank in its name. Its first run makes the start-up
 * cache, which the tests' other processes use too: they start in half the time. Where there is no archive ({@code mvn verify} makes it)
 * those run on this JVM's class path.
 */
final class Distribution {
    static final String KRONECKER = "kronecker:scale=8,degree=8,seed=1";
    static final List<String> FIRST_WORDS = List.of("run", "pagerank", "--graph", KRONECKER, "--top", "3");
    static final Path TARGET = Path.of(System.getProperty("weft.root", ".."), "launcher", "target");

    private static final String CLASS_PATH = "java.class.path";
    private static final String OWN_CLASS_PATH = System.getProperty(CLASS_PATH);

    record Ended(int exitCode, String out, String err) {}

    private Distribution() {}

    static Optional<Path> archive() {
        return onlyOne(TARGET, ".tar.gz");
    }

    private static Optional<Path> onlyOne(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).findFirst();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The folder in which {@code bin}, {@code lib} and later {@code cache} are. */
    static Path home() {
        return Unpacked.HOME;
    }

    private static final class Unpacked {
        private static final Path HOME = unpack(archive().orElseThrow());

        private static Path unpack(Path archive) {
            Path folder = Path.of("target", "distribution", "un packed").toAbsolutePath();
            String commands = "rm -rf \"$1\" && mkdir -p \"$1\" && tar -xzf \"$2\" -C \"$1\"";
            String file = archive.toAbsolutePath().toString();
            try {
                Process shell = new ProcessBuilder("sh", "-c", commands, "sh", folder.toString(), file)
                        .inheritIO()
                        .start();
                assertThat(shell.waitFor()).isZero();
                try (Stream<Path> inside = Files.list(folder)) {
                    return inside.findFirst().orElseThrow();
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Its first run, which made the cache. */
    static Ended firstRun() {
        return Prepared.FIRST_RUN;
    }

    /** Of a call before that. */
    static Ended version() {
        return Prepared.VERSION;
    }

    private static final class Prepared {
        private static final Ended VERSION = run(home(), "on", List.of("version"));
        private static final Ended FIRST_RUN = run(home(), "on", FIRST_WORDS);
    }

    // ---- bin/weft

    static Process start(Path directory, String startCache, List<String> words) {
        return start(directory, Map.of("WEFT_START_CACHE", startCache), words);
    }

    /** @param environment beside this process's */
    static Process start(Path directory, Map<String, String> environment, List<String> words) {
        return start(List.of(), directory, environment, words);
    }

    /** @param before the command that starts this one, if one does */
    static Process start(List<String> before, Path directory, Map<String, String> environment, List<String> words) {
        var command = new ArrayList<>(before);
        command.add(home().resolve("bin/weft").toString());
        command.addAll(words);
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("WEFT_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8"); // the order of the jars, which the cache holds them to
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Ended run(Path directory, String startCache, List<String> words) {
        return end(start(directory, startCache, words));
    }

    /** Waits for it. */
    static Ended end(Process process) {
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), out, err);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }

    // ---- the tests' other processes

    /** What a process needs to use the cache, if there is one. */
    static List<String> startFlags() {
        if (archive().isEmpty()) {
            return List.of();
        }
        assertThat(firstRun().exitCode()).as(firstRun().err()).isZero();
        Path cache = onlyOne(home().resolve("cache"), ".aot").orElseThrow();
        return List.of("-XX:AOTCache=" + cache);
    }

    /** This JVM's, after the distribution's jars: a cache is of use to whose class path begins with that of the run that made it. */
    static String classPath() {
        return archive().isEmpty() ? OWN_CLASS_PATH : jars() + File.pathSeparator + OWN_CLASS_PATH;
    }

    private static String jars() {
        try (Stream<Path> files = Files.list(home().resolve("lib"))) {
            return files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@link #workers}, for jobs of a few seconds: they take half the time if only the quick compiler compiles. */
    static ClusterSpec shortLived(int workers, Path stateFolder) {
        ClusterSpec cluster = workers(workers, stateFolder);
        var flags = new ArrayList<>(cluster.workerFlags());
        flags.add("-XX:TieredStopAtLevel=1");
        return cluster.workerFlags(flags);
    }

    /** Workers of this JVM, which get its class path. */
    static ClusterSpec workers(int workers, Path stateFolder) {
        System.setProperty(CLASS_PATH, classPath());
        return ClusterSpec.of(workers, stateFolder).workerFlags(startFlags());
    }
}

package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.checkpoint.s3.FaultProxy;
import dev.weft.checkpoint.s3.FaultProxy.Fault;
import dev.weft.checkpoint.s3.S3Server;
import dev.weft.system.Distribution.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code weft doctor} on a host with a fault that was really planted: it finds it, says the remedy, and ends with exit code 1. Faults of the system are
 * planted in namespaces of the command's own, which only root can make.
 */
@Timeout(240)
class DoctorTest {
    private static final String SHELL_ARGUMENTS = "; exec \"$@\"";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    // ---- running it

    private static List<String> command(String... words) {
        assertThat(Distribution.firstRun().exitCode()).isZero();
        var command =
                new ArrayList<>(List.of(Distribution.home().resolve("bin/weft").toString(), "doctor"));
        command.addAll(List.of(words));
        return command;
    }

    private Ended run(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        builder.environment().put("WEFT_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        return Distribution.end(builder.start());
    }

    /** After a shell command, in namespaces of its own. */
    private Ended apart(String unshare, String script, String... words) throws Exception {
        var probe = new ArrayList<>(List.of("unshare"));
        probe.addAll(List.of(unshare.split(" ", -1)));
        var command = new ArrayList<>(probe);
        probe.add("true");
        boolean can = new ProcessBuilder(probe).inheritIO().start().waitFor() == 0;
        if (!can) {
            System.out.println("DoctorTest: skipped, since this user can't make namespaces (" + unshare + ")");
        }
        assumeTrue(can, "this user can't make namespaces");
        command.addAll(List.of("sh", "-c", script + SHELL_ARGUMENTS, "sh"));
        command.addAll(command(words));
        return run(command);
    }

    /** One line says it, and only this check fails. */
    private static void finds(Ended ended, String check, String found, String remedy) {
        String all = ended.out() + ended.err();
        assertThat(ended.exitCode()).as(all).isEqualTo(1);
        assertThat(ended.out().lines().filter(line -> line.startsWith("FAIL")))
                .as(all)
                .singleElement()
                .asString()
                .startsWith("FAIL  " + check + " ")
                .contains(found)
                .contains("; remedy: ")
                .contains(remedy);
        assertThat(ended.out()).contains("things looked at: 1 fails, ");
    }

    // ---- a host as it should be

    @Test
    void nothingFailsHere() throws IOException {
        List<String> command = command("--checkpoint", folder.toString());
        long start = System.nanoTime();
        Ended ended = run(command);
        System.out.printf("DoctorTest: weft doctor took %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(ended.exitCode()).as(ended.out()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines().map(line -> line.split(" +", -1)[1]))
                .startsWith(
                        "jdk", "memory", "pages", "ulimits", "shm", "state", "ports", "mtu", "sockets", "ssh", "gpus",
                        "clock", "storage");
        assertThat(ended.out()).contains("13 things looked at: none fails, ");
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void programsReadTheSameFindings() throws IOException {
        Ended ended = run(command("--json", "-"));
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).startsWith("{").contains("\"check\": \"shm\"", "\"verdict\": \"ok\"", "\"remedy\": ");
    }

    // ---- planted faults

    @Test
    void aJvmWithoutItsFlags() throws IOException {
        String jars;
        try (Stream<Path> files = Files.list(Distribution.home().resolve("lib"))) {
            jars = files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Ended ended = run(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", jars, "dev.weft.launcher.Main", "doctor"));
        finds(
                ended,
                "jdk",
                "runs without --enable-native-access=ALL-UNNAMED",
                "start Weft by bin/weft, which gives all flags");
    }

    @Test
    void anOlderJdkIsRefusedOrPassedOver() throws IOException {
        Path old = Files.createDirectories(folder.resolve("jdk-17/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        assertThat(Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();
        environment.put("JAVA_HOME", old.toString());
        Ended passed = run(command());
        assertThat(passed.exitCode()).isZero();
        assertThat(passed.out()).contains("warn  jdk      JAVA_HOME=" + old + " is a JDK 17; Weft found and uses ");
        environment.put("WEFT_JAVA_HOME", old.toString());
        Ended refused = run(command());
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("is no JDK 25 or newer: point it to one, or unset it");
    }

    @Test
    void aLoopbackThatIsDown() throws Exception {
        finds(apart("-n", "true"), "ports", "no connection to 127.0.0.1: ", "ip link set lo up");
    }

    @Test
    void littleSharedMemory() throws Exception {
        finds(
                apart("-m", "mount -t tmpfs -o size=8m tmpfs /dev/shm"),
                "shm",
                "/dev/shm has 8 MiB, 8 MiB free: two workers need ",
                "docker run --shm-size=4g");
    }

    @Test
    void sharedMemoryThatIsReadOnly() throws Exception {
        finds(
                apart("-m", "mount -t tmpfs -o ro tmpfs /dev/shm"),
                "shm",
                "/dev/shm can't be written (Read-only",
                "remount,rw");
    }

    @Test
    void fewOpenFiles() throws IOException {
        finds(withOpenFiles(512), "ulimits", "open files 512, ", "ulimit -n 65536 (nofile) in the shell");
    }

    @Test
    void tooFewOpenFilesForAnyJvm() throws IOException {
        Ended ended = withOpenFiles(64);
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).hasLineCount(1).contains("allows a process 64 open files", ": ulimit -n 65536");
    }

    private Ended withOpenFiles(int most) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + most + SHELL_ARGUMENTS, "sh"));
        command.addAll(command());
        return run(command);
    }

    @Test
    void aStateFolderThatCannotBeMade() throws IOException {
        environment.put(
                "XDG_STATE_HOME", Files.writeString(folder.resolve("file"), "").toString());
        finds(
                run(command()),
                "state",
                folder + "/file/weft can't be written (",
                "name another folder in XDG_STATE_HOME");
    }

    @Test
    void checkpointsOnADiskThatIsReadOnly() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        finds(
                apart("-m", "mount -t tmpfs -o ro tmpfs " + disk, "--checkpoint", disk.toString()),
                "storage",
                "the file system is read-only",
                "name a folder that can be written");
    }

    @Test
    void checkpointsWhereNobodyAnswers() throws IOException {
        credentials();
        finds(
                run(command("--checkpoint", "s3://weft/jobs?endpoint=http://127.0.0.1:1")),
                "storage",
                "no connection (",
                "is the endpoint right?");
    }

    @Test
    void aClockThatIsAnHourOff() throws IOException {
        S3Server server = S3Server.running();
        Path bucket = server.newBucket();
        credentials();
        try (var proxy = new FaultProxy(server.port())) {
            proxy.plan(_ -> Fault.SKEWED);
            finds(
                    run(command("--checkpoint", "s3://" + bucket.getFileName() + "/jobs?endpoint=" + proxy.endpoint())),
                    "storage",
                    "this host's clock and the store's differ (RequestTimeTooSkewed)",
                    "set the clock (timedatectl set-ntp true)");
        }
    }

    private void credentials() {
        environment.put("AWS_ACCESS_KEY_ID", S3Server.KEY_ID);
        environment.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_REGION", "us-east-1");
    }

    @Test
    void aGpuWithoutItsLibrary() throws Exception {
        String dev = "mount -t tmpfs -o mode=755 tmpfs /dev && mknod /dev/null c 1 3 && mknod /dev/random c 1 8"
                + " && mknod /dev/urandom c 1 9 && mkdir /dev/shm && mount -t tmpfs tmpfs /dev/shm"
                + " && ln -s /proc/self/fd /dev/fd && mknod /dev/nvidia0 c 195 0";
        finds(
                apart("-m", dev),
                "gpus",
                "1 device (/dev/nvidia*), but no libnvidia-ml.so.1: ranks see no GPU",
                "libnvidia-ml1");
    }

    @Test
    void aLoopbackWithShortPacketsIsAWarning() throws Exception {
        Ended ended = apart("-n -m", "mount -t sysfs sysfs /sys && ip link set lo up && ip link set lo mtu 1280");
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains(
                        "warn  mtu      lo 1280: the loopback cuts datagrams of 16 KiB; remedy: ip link set lo mtu 65536");
    }
}

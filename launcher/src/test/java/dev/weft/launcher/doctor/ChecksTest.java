package dev.weft.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.launcher.doctor.Finding.Verdict;
import dev.weft.runtime.gpu.GpuDiscovery;
import dev.weft.runtime.gpu.GpuInventory;
import dev.weft.runtime.testing.FakeGpus;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check on a system that is as it should be, and on ones with a fault: a folder stands in for the root of the file system. */
class ChecksTest {
    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>();

    private Machine machine() {
        return new Machine(root, environment);
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private static void isOk(Check check, String found) {
        assertThat(check.run().verdict()).as(check.run().found()).isEqualTo(Verdict.OK);
        assertThat(check.run().found()).contains(found);
        assertThat(check.run().remedy()).isEmpty();
    }

    private static void is(Verdict verdict, Check check, String found, String remedy) {
        Finding finding = check.run();
        assertThat(finding.verdict()).as(finding.found()).isEqualTo(verdict);
        assertThat(finding.found()).contains(found);
        assertThat(finding.remedy()).contains(remedy);
    }

    /** Files that the kernel makes up as they are read, which have no size and are not to be read byte by byte. */
    @Test
    void theKernelsFilesAreReadWhole() throws Exception {
        for (String path :
                List.of("/proc/sys/net/core/rmem_max", "/proc/sys/net/ipv4/ip_local_port_range", "/proc/mounts")) {
            if (Files.isReadable(Path.of(path))) {
                Process cat = new ProcessBuilder("cat", path).start();
                String whole = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                assertThat(Machine.here().text(path)).contains(whole);
            }
        }
        assertThat(Machine.here().text("/proc/no/such/file")).isEmpty();
    }

    // ---- the JDK

    private JdkCheck jdk(int feature, boolean nativeAccess, boolean open) {
        return new JdkCheck(
                machine(), new JdkCheck.Jvm(feature, feature + ".0.1", "Someone", "/jdk", nativeAccess, open));
    }

    @Test
    void aJdk() throws IOException {
        isOk(jdk(25, true, true), "25.0.1 (Someone) in /jdk");
        is(Verdict.FAIL, jdk(17, true, true), "17.0.1 (Someone) in /jdk is too old", "install Temurin 25");
        is(Verdict.FAIL, jdk(25, false, true), "runs without --enable-native-access", "start Weft by bin/weft");
        is(Verdict.FAIL, jdk(25, true, false), "runs without --add-opens", "start Weft by bin/weft");
        environment.put("JAVA_HOME", "/old");
        isOk(jdk(25, true, true), "25.0.1");
        file("/old/release", "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"1.8.0_362\"");
        is(
                Verdict.WARN,
                jdk(25, true, true),
                "JAVA_HOME=/old is a JDK 8; Weft found and uses /jdk",
                "export JAVA_HOME=/jdk");
    }

    // ---- memory

    private void memory(long total, long available) throws IOException {
        file(
                "/proc/meminfo",
                "MemTotal: %d kB\nMemFree: 1 kB\nMemAvailable: %d kB".formatted(total << 10, available << 10));
    }

    @Test
    void memory() throws IOException {
        isOk(new MemoryCheck(machine()), "not known");
        memory(8192, 8000);
        isOk(new MemoryCheck(machine()), "8.0 GiB, 7.8 GiB free; a job's heap grows to 6.0 GiB");
        memory(8192, 2048);
        is(
                Verdict.WARN,
                new MemoryCheck(machine()),
                "2.0 GiB free; a job's heap grows to 6.0 GiB, which isn't free now",
                "--memory 1536m");
        memory(8192, 8000);
        file("/proc/sys/vm/overcommit_memory", "2");
        is(Verdict.WARN, new MemoryCheck(machine()), "vm.overcommit_memory=2", "sysctl -w vm.overcommit_memory=0");
        file("/sys/fs/cgroup/memory.max", Long.toString(256L << 20));
        is(Verdict.FAIL, new MemoryCheck(machine()), "256 MiB (container; the machine has 8.0 GiB)", "at least 1 GiB");
        file("/sys/fs/cgroup/memory.max", "max");
        file("/sys/fs/cgroup/memory/memory.limit_in_bytes", Long.toString(2L << 30));
        is(Verdict.WARN, new MemoryCheck(machine()), "2.0 GiB (container; the machine has 8.0 GiB)", "overcommit");
    }

    @Test
    void hugePages() throws IOException {
        isOk(new HugePagesCheck(machine()), "not known");
        file("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        isOk(new HugePagesCheck(machine()), "transparent huge pages: madvise");
        file("/sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]");
        is(Verdict.WARN, new HugePagesCheck(machine()), "are off", "echo madvise > /sys/kernel/mm");
    }

    @Test
    void limits() throws IOException {
        isOk(new LimitsCheck(machine()), "not known");
        limits("20000", "96365");
        isOk(new LimitsCheck(machine()), "open files 20000, processes and threads 96365, locked memory 8 MiB");
        limits("2048", "unlimited");
        is(
                Verdict.WARN,
                new LimitsCheck(machine()),
                "open files 2048, processes and threads unlimited",
                "ulimit -n 65536");
        limits("64", "96365");
        is(Verdict.FAIL, new LimitsCheck(machine()), "open files 64", "ulimit -n 65536 (nofile) in the shell");
        limits("20000", "100");
        is(Verdict.FAIL, new LimitsCheck(machine()), "threads 100", "ulimit -u 65536 (nproc) in the shell");
    }

    private void limits(String files, String processes) throws IOException {
        file("/proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             %-20s 96365                processes
                Max open files            %-20s 20000                files
                Max locked memory         8388608              8388608              bytes""".formatted(processes, files));
    }

    // ---- networks

    private void network(String name, int mtu, String state) throws IOException {
        file("/sys/class/net/" + name + "/mtu", Integer.toString(mtu));
        file("/sys/class/net/" + name + "/operstate", state);
    }

    @Test
    void mtu() throws IOException {
        isOk(new MtuCheck(machine()), "not known");
        network("lo", 65536, "unknown");
        network("eth0", 1500, "up");
        network("eth1", 9000, "down");
        isOk(new MtuCheck(machine()), "eth0 1500, lo 65536");
        network("eth1", 9000, "up");
        is(Verdict.WARN, new MtuCheck(machine()), "some networks have jumbo frames and some have not", "the same MTU");
        network("eth1", 1400, "up");
        is(
                Verdict.WARN,
                new MtuCheck(machine()),
                "eth0 1500, eth1 1400, lo 65536: packets shorter",
                "see that all hosts");
        network("lo", 1500, "unknown");
        is(Verdict.WARN, new MtuCheck(machine()), "the loopback cuts datagrams", "ip link set lo mtu 65536");
    }

    @Test
    void ports() throws IOException {
        isOk(new PortsCheck(machine()), "connections to 127.0.0.1");
        file("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999");
        isOk(new PortsCheck(machine()), "ports 32768 to 60999");
        file("/proc/sys/net/ipv4/ip_local_port_range", "60000\t60999");
        is(
                Verdict.WARN,
                new PortsCheck(machine()),
                "only 1000 ports for connections",
                "sysctl -w net.ipv4.ip_local_port_range");
    }

    @Test
    void socketBuffers() throws IOException {
        isOk(new SocketBuffersCheck(machine()), "not known");
        file("/proc/sys/net/core/rmem_max", "4194304");
        file("/proc/sys/net/core/wmem_max", "212992");
        is(
                Verdict.WARN,
                new SocketBuffersCheck(machine()),
                "net.core.wmem_max=212992: lanes",
                "sysctl -w net.core.wmem_max=4194304");
        file("/proc/sys/net/core/wmem_max", "4194304");
        isOk(new SocketBuffersCheck(machine()), "net.core.rmem_max=4194304, net.core.wmem_max=4194304");
    }

    // ---- programs, devices, folders

    @Test
    void ssh() throws IOException {
        environment.put("PATH", "relative:/bin:/usr/bin");
        is(Verdict.WARN, new SshCheck(machine()), "no ssh on the PATH", "install the OpenSSH client");
        file("/usr/bin/ssh", "");
        assertThat(root.resolve("usr/bin/ssh").toFile().setExecutable(true)).isTrue();
        isOk(new SshCheck(machine()), "/usr/bin/ssh");
    }

    @Test
    void gpus() throws IOException {
        isOk(new GpuCheck(machine(), () -> GpuInventory.NONE), "none");
        file("/dev/nvidiactl", "");
        isOk(new GpuCheck(machine(), () -> GpuInventory.NONE), "none");
        file("/dev/nvidia0", "");
        file("/dev/nvidia1", "");
        is(
                Verdict.FAIL,
                new GpuCheck(machine(), () -> GpuInventory.NONE),
                "2 devices (/dev/nvidia*), but no libnvidia-ml.so.1",
                "libnvidia-ml1");
    }

    /** By the same code that gives ranks theirs, on a library that plays NVIDIA's. */
    @Test
    void gpusOfADriver() throws IOException {
        String library = System.getProperty(GpuDiscovery.LIBRARY);
        try {
            System.setProperty(
                    GpuDiscovery.LIBRARY, FakeGpus.nvml(root, FakeGpus.DGX_A100).toString());
            isOk(new GpuCheck(machine(), GpuDiscovery::ofThisHost), "8 NVIDIA A100-SXM4-80GB, driver 570.86.15");
            file("/driver/libnvidia-ml.so.1", "no library");
            System.setProperty(
                    GpuDiscovery.LIBRARY,
                    root.resolve("driver/libnvidia-ml.so.1").toString());
            is(
                    Verdict.FAIL,
                    new GpuCheck(machine(), GpuDiscovery::ofThisHost),
                    "can't be loaded: it is no library for this machine",
                    "nvidia-smi");
        } finally {
            if (library == null) {
                System.clearProperty(GpuDiscovery.LIBRARY);
            } else {
                System.setProperty(GpuDiscovery.LIBRARY, library);
            }
        }
    }

    @Test
    void sharedMemory() throws IOException {
        is(Verdict.FAIL, new SharedMemoryCheck(machine()), "there is no /dev/shm", "mount -t tmpfs");
        Files.createDirectories(root.resolve("dev/shm"));
        isOk(new SharedMemoryCheck(machine()), "/dev/shm has ");
        file("/proc/mounts", "tmpfs /dev/shm tmpfs rw,nosuid,noexec 0 0");
        isOk(new SharedMemoryCheck(machine()), "(noexec, which does no harm)");
        assertThat(root.resolve("dev/shm")).isEmptyDirectory();
    }

    @Test
    void theStateFolder() throws IOException {
        isOk(new StateFolderCheck(root.resolve("state/weft")), "state/weft, ");
        assertThat(root.resolve("state/weft")).isEmptyDirectory();
        Files.writeString(root.resolve("file"), "");
        is(
                Verdict.FAIL,
                new StateFolderCheck(root.resolve("file/weft")),
                "file/weft can't be written (",
                "XDG_STATE_HOME");
    }

    // ---- the store

    @Test
    void storage() {
        isOk(new StorageCheck(root.toString()), "objects are created once, read, listed and deleted");
        is(
                Verdict.FAIL,
                new StorageCheck(root + "/no/such"),
                "there is no folder " + root + "/no",
                "make it first (mkdir -p)");
        is(Verdict.FAIL, new StorageCheck("ftp://host/x"), "there is no store for addresses", "name a folder");
    }

    @Test
    void theClock() throws Exception {
        isOk(new ClockCheck(machine(), Optional.of(root.toString())), "within 5 s of the checkpoints' store's");
        isOk(new ClockCheck(machine(), Optional.empty()), "not compared");
        try (var server = new Clock(3_600)) {
            is(
                    Verdict.FAIL,
                    new ClockCheck(machine(), Optional.of(server.store())),
                    "s behind the checkpoints' store's",
                    "timedatectl set-ntp");
        }
        try (var server = new Clock(-60)) {
            is(
                    Verdict.WARN,
                    new ClockCheck(machine(), Optional.of(server.store())),
                    "s ahead of the checkpoints' store's",
                    "set the clock");
        }
    }

    @Test
    void theTimeServicesWord() throws IOException {
        environment.put("PATH", "/bin");
        program("chronyc", "echo 'Leap status     : Normal'");
        isOk(new ClockCheck(machine(), Optional.empty()), "says that it is synchronised");
        program("chronyc", "echo 'Leap status     : Not synchronised'");
        is(Verdict.WARN, new ClockCheck(machine(), Optional.empty()), "not synchronised", "set the clock");
        program("chronyc", "exit 1");
        program("timedatectl", "echo no");
        is(Verdict.WARN, new ClockCheck(machine(), Optional.empty()), "not synchronised", "set the clock");
    }

    private void program(String name, String script) throws IOException {
        file("/bin/" + name, "#!/bin/sh\n" + script);
        assertThat(root.resolve("bin/" + name).toFile().setExecutable(true)).isTrue();
    }

    /** Answers one request, with a clock that is off. */
    private static final class Clock implements AutoCloseable {
        private final ServerSocket socket;

        private Clock(int secondsAhead) throws IOException {
            socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> answer(secondsAhead));
        }

        private String store() {
            return "s3://bucket/jobs?endpoint=http://127.0.0.1:" + socket.getLocalPort();
        }

        private void answer(int secondsAhead) {
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(secondsAhead));
            try (var client = socket.accept();
                    OutputStream out = client.getOutputStream()) {
                int _ = client.getInputStream().read(new byte[4096]);
                out.write(("HTTP/1.1 403 Forbidden\r\nDate: " + date
                                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

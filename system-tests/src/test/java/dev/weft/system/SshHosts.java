package dev.weft.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Two hosts with sshd, and a third one from which jobs are started: network namespaces that a bridge on the third connects. They share the file system,
 * but have caches and state folders of their own. Needs root, iproute2 and openssh-server.
 */
final class SshHosts implements AutoCloseable {
    private static final int COUNT = 2;
    private static final String SSHD = "/usr/sbin/sshd";
    private static final long LIMIT_SECONDS = 20;
    private static final String LAUNCHER_ADDRESS = "10.231.9.1";
    private static final String LAUNCHER_IPV6 = "fd00:9::1";

    private final Path folder;
    private boolean ipv6;
    private final String prefix = "weft-" + ProcessHandle.current().pid() + "-";

    /** How a command ended. */
    private record Outcome(int code, String text) {}

    /** Makes nothing yet, so that whatever is made is removed. */
    SshHosts(Path folder) {
        this.folder = folder;
    }

    /** Starts all; why that is impossible here, or "". */
    String start() throws IOException {
        if (!Files.isExecutable(Path.of(SSHD))) {
            return "there is no " + SSHD + ": install openssh-server";
        }
        Outcome added = attempt("ip", "netns", "add", launcher());
        if (added.code() != 0) {
            return "no network namespace can be made, which root with iproute2 may: " + added.text();
        }
        run("ip", "-n", launcher(), "link", "add", "br0", "type", "bridge");
        run("ip", "-n", launcher(), "addr", "add", LAUNCHER_ADDRESS + "/24", "dev", "br0");
        ipv6 = attempt("ip", "-n", launcher(), "addr", "add", LAUNCHER_IPV6 + "/64", "dev", "br0", "nodad")
                        .code()
                == 0;
        run("ip", "-n", launcher(), "link", "set", "br0", "up");
        run("ip", "-n", launcher(), "link", "set", "lo", "up");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file("key"));
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file("hostkey"));
        Files.createDirectories(Path.of("/run/sshd"));
        for (int host = 0; host < COUNT; host++) {
            lay(host);
            startSshd(host, "", "");
        }
        Files.writeString(folder.resolve("known"), known("hostkey.pub"));
        Files.writeString(folder.resolve("config"), config("key", "known", SshHosts::address));
        return "";
    }

    /** What a job's agent runs in. */
    private String launcher() {
        return prefix + "l";
    }

    static String name(int host) {
        return "host" + host;
    }

    private String namespace(int host) {
        return prefix + host;
    }

    private static String address(int host) {
        return "10.231.9." + (host + 2);
    }

    private static String ipv6(int host) {
        return "fd00:9::" + (host + 2);
    }

    boolean haveIpv6() {
        return ipv6;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void lay(int host) {
        run("ip", "netns", "add", namespace(host));
        run(
                "ip",
                "-n",
                launcher(),
                "link",
                "add",
                "port" + host,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                namespace(host));
        run("ip", "-n", namespace(host), "addr", "add", address(host) + "/24", "dev", "eth0");
        if (ipv6) {
            run("ip", "-n", namespace(host), "addr", "add", ipv6(host) + "/64", "dev", "eth0", "nodad");
        }
        run("ip", "-n", namespace(host), "link", "set", "lo", "up");
        run("ip", "-n", namespace(host), "link", "set", "eth0", "up");
        run("ip", "-n", launcher(), "link", "set", "port" + host, "master", "br0");
        mend(host);
    }

    /**
     * @param first a shell command that goes before it, in its mount namespace
     * @param environment more variables of who logs in
     */
    private void startSshd(int host, String first, String environment) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name(host)));
        Path config = own.resolve("sshd.conf");
        Files.writeString(config, """
                Port 22
                ListenAddress %s
                %s
                HostKey %s
                PidFile none
                AuthorizedKeysFile %s
                PasswordAuthentication no
                UsePAM no
                StrictModes no
                SetEnv XDG_CACHE_HOME=%s XDG_STATE_HOME=%s %s
                """.formatted(
                        address(host),
                        ipv6 ? "ListenAddress " + ipv6(host) : "",
                        file("hostkey"),
                        file("key.pub"),
                        own.resolve("cache"),
                        own.resolve("state"),
                        environment));
        run(
                "ip",
                "netns",
                "exec",
                namespace(host),
                "sh",
                "-c",
                first + SSHD + " -f " + config + " -E " + own.resolve("log"));
    }

    private String known(String key) throws IOException {
        String text = Files.readString(folder.resolve(key));
        return name(0) + " " + text + name(1) + " " + text;
    }

    private String config(String key, String known, IntFunction<String> address) {
        var text = new StringBuilder();
        for (int host = 0; host < COUNT; host++) {
            text.append("""
                    Host %s
                     HostName %s
                     HostKeyAlias %s
                     User root
                     IdentityFile %s
                     IdentitiesOnly yes
                     UserKnownHostsFile %s
                     StrictHostKeyChecking yes
                    """.formatted(name(host), address.apply(host), name(host), file(key), file(known)));
        }
        return text.toString();
    }

    // ---- for who starts jobs

    /** The command that another one stands behind, to run where jobs are started. A background shell would have its Ctrl-C ignored. */
    List<String> before() {
        return List.of("ip", "netns", "exec", launcher(), "env", "--default-signal=INT");
    }

    /** The client that reaches them. */
    String ssh() {
        return "ssh -F " + file("config");
    }

    /** A client that reaches them by their other addresses. */
    String sshByIpv6() throws IOException {
        Files.writeString(folder.resolve("config-ipv6"), config("key", "known", SshHosts::ipv6));
        return "ssh -F " + file("config-ipv6");
    }

    /** A client whose key nobody takes. */
    String sshWithStrangeKey() throws IOException {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file("strange"));
        Files.writeString(folder.resolve("config-strange"), config("strange", "known", SshHosts::address));
        return "ssh -F " + file("config-strange");
    }

    /** A client that knows no host's key. */
    String sshThatKnowsNobody() throws IOException {
        Files.writeString(folder.resolve("config-nobody"), config("key", "nobody", SshHosts::address));
        return "ssh -F " + file("config-nobody");
    }

    boolean hasPython() {
        return attempt("python3", "--version").code() == 0;
    }

    /** Listens on all wires, see wire.py; ends when its standard input does. */
    Process listen(String... words) throws IOException {
        Path script = folder.resolve("wire.py");
        try (var source = SshHosts.class.getResourceAsStream("/wire.py")) {
            Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
        }
        var command = new ArrayList<>(before());
        command.addAll(List.of("python3", script.toString(), LAUNCHER_ADDRESS));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var line = new StringBuilder();
        for (int c = process.getInputStream().read();
                c >= 0 && c != '\n';
                c = process.getInputStream().read()) {
            line.append((char) c);
        }
        if (!line.toString().equals("listening")) {
            throw new IOException("wire.py does not listen: " + line);
        }
        return process;
    }

    Path state(int host) {
        return folder.resolve(name(host)).resolve("state");
    }

    /** All its processes are killed, sshd too. */
    void lose(int host) {
        attempt("ip", "netns", "pids", namespace(host))
                .text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(pid -> attempt("kill", "-9", pid));
    }

    /** It comes up again, without a JDK. */
    void restartWithoutJdk(int host) throws IOException {
        lose(host);
        startSshd(host, "mount -t tmpfs none /usr/lib/jvm && ", "");
    }

    void restart(int host) throws IOException {
        lose(host);
        startSshd(host, "", "");
    }

    /** It comes up again, with the GPUs that a library plays. */
    void restartWithGpus(int host, Path library) throws IOException {
        lose(host);
        startSshd(
                host,
                "",
                "JAVA_TOOL_OPTIONS=\"-Dweft.nvml.library=" + library + " -Dweft.gpu.claims="
                        + library.resolveSibling("claims") + "\"");
    }

    void cut(int host) {
        run("ip", "-n", launcher(), "link", "set", "port" + host, "down");
    }

    void mend(int host) {
        run("ip", "-n", launcher(), "link", "set", "port" + host, "up");
    }

    /** How many processes there run a worker or an agent of Weft's. */
    long javas(int host) {
        return attempt("ip", "netns", "pids", namespace(host))
                .text()
                .lines()
                .map(String::strip)
                .filter(pid -> !pid.isEmpty())
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(process -> process.flatMap(each -> each.info().command())
                        .filter(command -> command.endsWith("java"))
                        .isPresent())
                .count();
    }

    @Override
    public void close() {
        for (int host = 0; host < COUNT; host++) {
            lose(host);
            attempt("ip", "netns", "del", namespace(host));
        }
        attempt("ip", "netns", "del", launcher());
    }

    private static void run(String... command) {
        Outcome outcome = attempt(command);
        if (outcome.code() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + outcome.text());
        }
    }

    private static Outcome attempt(String... command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(1, "no end within " + LIMIT_SECONDS + " s");
            }
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            return new Outcome(1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}

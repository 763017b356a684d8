package dev.weft.runtime.hosts;

import dev.weft.scheduler.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A script that runs on another host, by the OpenSSH client, with its standard input and output. It asks nobody anything. */
final class SshChannel implements AutoCloseable {
    private static final List<String> OPTIONS = List.of(
            "-T",
            "-oBatchMode=yes",
            "-oConnectTimeout=10",
            "-oServerAliveInterval=2",
            "-oServerAliveCountMax=3",
            "-oForwardX11=no",
            "-oForwardAgent=no");
    /** Signals that a terminal or a scheduler sends to all processes of a job are for its agent: it still has to talk to its hosts then. */
    private static final List<String> SHIELD = List.of(
            "sh",
            "-c",
            "trap '' INT TERM; command -v \"$1\" >/dev/null"
                    + " || { echo \"there is no $1 here: install the OpenSSH client\" >&2; exit 127; }; exec \"$@\"",
            "weft-ssh");

    private static final int LINES_KEPT = 20;

    private final Host host;
    private final Process process;
    private final List<String> said = new ArrayList<>();
    private final Thread listener;

    /**
     * @param ssh the client, and what it is always given
     * @param script for a POSIX shell
     * @param words its name and arguments
     * @throws IOException if no process can be started
     */
    SshChannel(List<String> ssh, Host host, String script, List<String> words) throws IOException {
        this.host = host;
        var command = new ArrayList<>(SHIELD);
        command.addAll(ssh);
        command.addAll(OPTIONS);
        command.add("--");
        command.add(host.name());
        command.add("exec sh -c " + quoted(script) + " "
                + words.stream().map(SshChannel::quoted).collect(Collectors.joining(" ")));
        process = new ProcessBuilder(command).start();
        listener = Thread.ofPlatform().daemon().name("weft-ssh-" + host.name()).start(this::listen);
    }

    /** For the shell there, whichever it is. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String script(String name) {
        try (InputStream in = SshChannel.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name + " in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " can't be read", e);
        }
    }

    private void listen() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line.strip());
            }
        } catch (IOException e) {
            keep(String.valueOf(e.getMessage()));
        }
    }

    private synchronized void keep(String line) {
        if (!line.isEmpty()) {
            said.add(line);
            if (said.size() > LINES_KEPT) {
                said.removeFirst();
            }
        }
    }

    InputStream in() {
        return process.getInputStream();
    }

    OutputStream out() {
        return process.getOutputStream();
    }

    /** A line of what comes in, without reading further; "" at the end. */
    String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in().read(); b >= 0 && b != '\n'; b = in().read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    /** Its exit code; waits for its end. */
    int code() throws InterruptedException {
        return process.waitFor();
    }

    /** Why it ended; waits for that. */
    String trouble() throws InterruptedException {
        int code = process.waitFor();
        listener.join();
        synchronized (this) {
            return HostTrouble.sentence(host.name(), said, code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package dev.weft.runtime.hosts;

import dev.weft.scheduler.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks the agents of jobs on another host to let it go, as SIGTERM to each of them does. */
public final class HostDraining {
    private static final String SIGN = "weft-host ";

    private HostDraining() {}

    /**
     * Returns the names of the jobs that were asked; what they do then takes as long as a step and a save.
     *
     * @param ssh the client, and what it is always given
     * @throws IOException with a sentence if the host can't be reached
     */
    public static List<String> ask(Host host, List<String> ssh) throws IOException, InterruptedException {
        try (var channel = new SshChannel(ssh, host, SshChannel.script("weft-drain.sh"), List.of("weft-drain"))) {
            channel.out().close();
            var jobs = new ArrayList<String>();
            for (String line = channel.line(); !line.isEmpty(); line = channel.line()) {
                if (line.startsWith(SIGN)) {
                    jobs.add(line.substring(SIGN.length()));
                }
            }
            if (channel.code() != 0 && jobs.isEmpty()) {
                throw new IOException("host " + host.name() + " can't be reached: " + channel.trouble());
            }
            return jobs;
        }
    }
}

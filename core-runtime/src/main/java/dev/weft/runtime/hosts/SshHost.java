package dev.weft.runtime.hosts;

import dev.weft.runtime.control.HostEnd;
import dev.weft.runtime.control.HostOrder;
import dev.weft.runtime.control.HostPing;
import dev.weft.runtime.control.HostReady;
import dev.weft.runtime.control.HostReport;
import dev.weft.runtime.control.HostSignal;
import dev.weft.runtime.control.HostStart;
import dev.weft.runtime.control.ProcessEnded;
import dev.weft.runtime.control.WorkerStart;
import dev.weft.scheduler.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another host: its agent is started by ssh, brought its jars if it lacks some, and told what to do on the channel's standard input. */
final class SshHost implements WorkerHost {
    private static final Logger LOG = LoggerFactory.getLogger(SshHost.class);
    private static final String MAIN = "dev.weft.runtime.hosts.HostAgent";
    private static final String SIGN = "weft-host ";
    private static final int PING_SECONDS = 1;
    private static final String NO_JDK = "there is no JDK 25 or newer on it: install Temurin 25 there"
            + " (https://adoptium.net), or name one in its WEFT_JAVA_HOME";

    /** What the host says; told on a thread of its own. */
    interface Listener {
        /** Its agent speaks, whatever it says. */
        void heard();

        void ready(HostReady ready);

        void ended(int process, String how);

        /** It could not be started: another job has its GPUs. */
        void gpusGone(int process, String how);

        /** It is to be left. */
        void drains();

        /** It is of no use any more. */
        void lost(String why);
    }

    /**
     * What is the same for all hosts of a job.
     *
     * @param ssh the client, and what it is always given
     * @param flags of the agents' JVMs
     */
    record Means(List<String> ssh, Bundle bundle, List<String> flags) {}

    private final Host host;
    private final Means means;
    private final HostStart start;
    private final Listener listener;
    private final BlockingQueue<HostOrder> orders = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile @Nullable SshChannel open;
    private volatile boolean speaks;
    private volatile boolean ending;

    SshHost(Host host, Means means, HostStart start, Listener listener) {
        this.host = host;
        this.means = means;
        this.start = start;
        this.listener = listener;
        this.thread =
                Thread.ofPlatform().daemon().name("weft-host-" + host.name()).start(this::serve);
    }

    private void serve() {
        String why;
        try (SshChannel channel = started()) {
            speaks = true;
            Thread writer = Thread.ofPlatform()
                    .daemon()
                    .name("weft-to-host-" + host.name())
                    .start(() -> write(channel.out()));
            String said = read(channel.in());
            why = said.isEmpty() ? channel.trouble() : said;
            writer.interrupt();
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "interrupted";
        }
        listener.lost(why);
    }

    // ---- the agent there

    /** @throws IOException with a sentence if it can't be started */
    private SshChannel started() throws IOException, InterruptedException {
        SshChannel channel = asked();
        String answer = answer(channel);
        if (answer.equals("missing")) {
            List<String> there = jars(channel.in());
            channel.close();
            bring(means.bundle().without(there));
            channel = asked();
            answer = answer(channel);
        }
        if (answer.equals("started")) {
            return channel;
        }
        String why = answer.equals("nojdk") ? NO_JDK : channel.trouble();
        channel.close();
        throw new IOException(why);
    }

    private SshChannel asked() throws IOException {
        var words = new ArrayList<>(List.of(
                "weft-host",
                means.bundle().name(),
                MAIN,
                Path.of("").toAbsolutePath().toString()));
        words.addAll(means.flags());
        return opened("weft-host.sh", words);
    }

    private SshChannel opened(String script, List<String> words) throws IOException {
        var channel = new SshChannel(means.ssh(), host, SshChannel.script(script), words);
        open = channel;
        if (ending) {
            channel.close();
        }
        return channel;
    }

    /** Shells that say something at their start are not listened to; "" if nothing comes. */
    private static String answer(SshChannel channel) throws IOException {
        String line;
        do {
            line = channel.line();
        } while (!line.isEmpty() && !line.startsWith(SIGN));
        return line.isEmpty() ? "" : line.substring(SIGN.length());
    }

    private static List<String> jars(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .map(name -> name.replace(".jar", ""))
                .toList();
    }

    private void bring(Bundle missing) throws IOException, InterruptedException {
        LOG.info("{} gets {} bytes of jars", host.name(), missing.bytes());
        var words = new ArrayList<>(List.of(
                "weft-host-bring",
                means.bundle().name(),
                String.join(" ", means.bundle().digests())));
        words.addAll(missing.table());
        try (var channel = opened("weft-host-bring.sh", words)) {
            try (OutputStream out = channel.out()) {
                missing.write(out);
            } catch (IOException e) {
                throw new IOException(channel.trouble(), e);
            }
            if (!answer(channel).equals("brought")) {
                throw new IOException(channel.trouble());
            }
        }
    }

    // ---- to and fro

    private void write(OutputStream out) {
        try (out) {
            HostOrder.newBuilder().setStart(start).build().writeDelimitedTo(out);
            out.flush();
            while (true) {
                HostOrder order = orders.poll(PING_SECONDS, TimeUnit.SECONDS);
                HostOrder said = order != null
                        ? order
                        : HostOrder.newBuilder()
                                .setPing(HostPing.getDefaultInstance())
                                .build();
                said.writeDelimitedTo(out);
                out.flush();
                if (said.hasEnd()) {
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("{} does not listen", host.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what the agent says of its own failure; "" if it only ends. */
    private String read(InputStream in) {
        try {
            HostReport report = HostReport.parseDelimitedFrom(in);
            while (report != null) {
                listener.heard();
                switch (report.getReportCase()) {
                    case READY -> listener.ready(report.getReady());
                    case ENDED -> ended(report.getEnded());
                    case DRAIN -> listener.drains();
                    case FAILED -> {
                        return report.getFailed();
                    }
                    case PING, REPORT_NOT_SET -> {}
                }
                report = HostReport.parseDelimitedFrom(in);
            }
        } catch (IOException e) {
            LOG.debug("{} says no more", host.name(), e);
        }
        return "";
    }

    private void ended(ProcessEnded ended) {
        if (ended.getGpusGone()) {
            listener.gpusGone(ended.getProcess(), ended.getHow());
        } else {
            listener.ended(ended.getProcess(), ended.getHow());
        }
    }

    // ---- orders

    @Override
    public void spawn(WorkerSeat seat) {
        orders.add(HostOrder.newBuilder().setSpawn(FactsMessages.message(seat)).build());
    }

    @Override
    public void introduce(WorkerStart worker) {
        orders.add(HostOrder.newBuilder().setIntroduce(worker).build());
    }

    @Override
    public void kill(int process) {
        orders.add(HostOrder.newBuilder().setKill(process).build());
    }

    @Override
    public void signal(int process, String name) {
        orders.add(HostOrder.newBuilder()
                .setSignal(HostSignal.newBuilder().setProcess(process).setName(name))
                .build());
    }

    /** Ends the channel from here, whether or not anything comes through it. */
    void cut() {
        SshChannel channel = open;
        if (channel != null) {
            channel.close();
        }
    }

    /** Where no agent speaks yet there is nothing that would have to be ended kindly. */
    @Override
    public void end(Duration patience) {
        ending = true;
        if (!speaks) {
            cut();
        }
        orders.add(HostOrder.newBuilder().setEnd(HostEnd.getDefaultInstance()).build());
        try {
            if (!thread.join(patience.plus(patience))) {
                LOG.warn("{} has not ended within {} s", host.name(), 2 * patience.toSeconds());
                cut();
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

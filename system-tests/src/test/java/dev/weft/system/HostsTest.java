package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.runtime.testing.EventsFile;
import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft run --hosts} on two hosts that ssh reaches: the same bytes as in one process, also where one is lost; sentences where one can't be had. */
@Timeout(180)
class HostsTest {
    private static final String LONG_GRAPH = "kronecker:scale=10,degree=8,seed=2";
    private static final String LONG_RUN = "3000";

    /** They keep the jars that they were brought. */
    @TempDir
    private static Path net;

    private static SshHosts hosts;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        hosts = new SshHosts(net);
        String reason = hosts.start();
        assumeTrue(reason.isEmpty(), reason);
        assumeTrue(Distribution.archive().isPresent(), "there is no distribution: mvn verify makes it");
        assertThat(Distribution.firstRun().exitCode()).isZero();
    }

    @AfterAll
    static void stop() {
        hosts.close();
    }

    @BeforeEach
    void writeFile() throws IOException {
        Files.writeString(folder.resolve("hosts"), "host0 slots=1  # the first\n\nhost1 slots=1 zone=b\n");
    }

    private Process weft(String ssh, String... more) {
        var words = new ArrayList<>(List.of("run", "pagerank", "--threads", "1", "--memory", "512m", "--quiet"));
        words.addAll(List.of(more));
        var environment = Map.of("WEFT_SSH", ssh, "XDG_STATE_HOME", state().toString());
        return Distribution.start(hosts.before(), folder, environment, words);
    }

    /** So long that it is at work when something happens to it. */
    private Process longRun(String output, String... more) {
        var words = new ArrayList<>(
                List.of("--graph", LONG_GRAPH, "--iterations", LONG_RUN, "--hosts", "hosts", "--output", output));
        words.addAll(List.of(more));
        return weft(hosts.ssh(), words.toArray(String[]::new));
    }

    private Path state() {
        return folder.resolve("state");
    }

    private EventsFile events() {
        return new EventsFile(state().resolve("weft"));
    }

    private byte[] expected(String graph, String iterations) throws IOException {
        Ended ended =
                Distribution.end(weft("none", "--graph", graph, "--iterations", iterations, "--output", "expected"));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return Files.readAllBytes(folder.resolve("expected"));
    }

    @Test
    void theSameBytesAsInOneProcess() throws IOException {
        Ended ended = Distribution.end(weft(
                hosts.ssh(),
                "--graph",
                Distribution.KRONECKER,
                "--hosts",
                "hosts",
                "--output",
                "two",
                "--json",
                "json"));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("two"))).isEqualTo(expected(Distribution.KRONECKER, "20"));
        assertThat(Files.readString(folder.resolve("json"))).contains("\"udp\"");
        assertThat(hosts.javas(0) + hosts.javas(1))
                .as("processes that are left")
                .isZero();
    }

    /** Its agent, its workers and its sshd are killed while the job runs. */
    @Test
    @Tag("long")
    void aHostIsLost() throws IOException {
        Process weft = longRun("rest");
        events().await("state epoch=1", "RUNNING");
        hosts.lose(1);
        Ended ended = Distribution.end(weft);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("rest"))).isEqualTo(expected(LONG_GRAPH, LONG_RUN));
        assertThat(events().line("recover", "host host1 can't be used")).isPresent();
        assertThat(events().line(" host ", "name=host1 state=GONE")).isPresent();
        assertThat(hosts.javas(0)).as("processes that are left").isZero();
        hosts.restart(1);
    }

    /** The side without the job's agent ends by itself, before the network is back. */
    @Test
    @Tag("long")
    void theWireIsCut() throws Exception {
        Process weft = longRun("rest");
        events().await("state epoch=1", "RUNNING");
        hosts.cut(1);
        Ended ended = Distribution.end(weft);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("rest"))).isEqualTo(expected(LONG_GRAPH, LONG_RUN));
        assertThat(events().line(" host ", "name=host1 state=FENCED evidence=\"silent for 5 s\""))
                .isPresent();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (hosts.javas(1) > 0 && System.nanoTime() < deadline) {
            Thread.sleep(100); // what happens there nobody can say
        }
        assertThat(hosts.javas(1)).as("processes on the other side").isZero();
        hosts.mend(1);
    }

    /** Its workers' partitions go to the other host with all that was computed. */
    @Test
    void aHostIsDrained() throws IOException {
        Path store = Files.createDirectory(folder.resolve("store"));
        Process weft =
                longRun("moved", "--json", "json", "--checkpoint", store.toString(), "--checkpoint-every", "1000000");
        events().await("state epoch=1", "RUNNING");
        Ended drain = Distribution.end(
                Distribution.start(hosts.before(), folder, Map.of("WEFT_SSH", hosts.ssh()), List.of("drain", "host1")));
        assertThat(drain.out()).as(drain.err()).matches("pagerank-\\S+ leaves host1\n");
        Ended ended = Distribution.end(weft);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("moved"))).isEqualTo(expected(LONG_GRAPH, LONG_RUN));
        assertThat(events().line("recover", "host host1 is drained")).isPresent();
        assertThat(events().line(" host ", "name=host1 state=DRAINING")).isPresent();
        assertThat(Files.readString(folder.resolve("json")).replaceAll("\\s", ""))
                .contains("\"evidence\":\"drain\"", "\"steps_redone\":0");
        assertThat(hosts.javas(1)).as("processes on the host that was left").isZero();
    }

    @Test
    void aHostThatCanNotBeHadIsNamed() throws IOException {
        Files.writeString(folder.resolve("other"), "nowhere.invalid\n");
        assertSentence(
                weft(hosts.ssh(), "--graph", Distribution.KRONECKER, "--hosts", "other"),
                "host nowhere.invalid",
                "no such host");
        assertSentence(run(hosts.sshWithStrangeKey()), "it takes none of this user's keys", "ssh-copy-id host");
        assertSentence(run(hosts.sshThatKnowsNobody()), "its key is not known here", "call `ssh host");
        assertSentence(run("no-such-ssh"), "there is no no-such-ssh here: install the OpenSSH client");
        hosts.restartWithoutJdk(1);
        assertSentence(
                run(hosts.ssh()), "host host1 can't be used: there is no JDK 25 or newer on it: install Temurin 25");
        hosts.lose(1);
        assertSentence(run(hosts.ssh()), "host host1 can't be used: nothing listens at its ssh port");
        hosts.restart(1);
    }

    private Process run(String ssh) {
        return weft(ssh, "--graph", Distribution.KRONECKER, "--hosts", "hosts");
    }

    private static void assertSentence(Process weft, String... parts) {
        SavedCommand.assertOneSentence(Distribution.end(weft), 3, parts);
    }
}

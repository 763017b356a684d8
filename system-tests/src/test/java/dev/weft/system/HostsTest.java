package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.collectives.process.FolderTree;
import dev.weft.runtime.testing.EventsFile;
import dev.weft.runtime.testing.FakeGpus;
import dev.weft.system.Distribution.Ended;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /** What connections begin with, in hexadecimal digits: "SSH-", and a record of TLS with a handshake. */
    private static final String SSH = "5353482d";

    private static final String TLS_HANDSHAKE = "1603";

    /** They keep the jars that they were brought. */
    @TempDir
    private static Path net;

    private static SshHosts hosts;

    @TempDir
    private Path folder;

    /** The distribution's first run makes its start-up cache: a minute where others work, too. */
    @BeforeAll
    @Timeout(180)
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
        assertThat(Files.readString(folder.resolve("json")))
                .contains("\"udp\"")
                .containsPattern("\"worker\": 0,\\s*\"host\": \"host0\"")
                .containsPattern("\"worker\": 1,\\s*\"host\": \"host1\"");
        assertThat(hosts.javas(0) + hosts.javas(1))
                .as("processes that are left")
                .isZero();
    }

    /** Actors, lanes, and what a command is told of rank 0's host. */
    @Test
    @Tag("long")
    void hostsWithIpv6Addresses() throws IOException {
        assumeTrue(hosts.haveIpv6(), "this system has no IPv6");
        Ended ended = Distribution.end(
                weft(hosts.sshByIpv6(), "--graph", Distribution.KRONECKER, "--hosts", "hosts", "--output", "two"));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("two"))).isEqualTo(expected(Distribution.KRONECKER, "20"));
        Files.writeString(folder.resolve("job.yaml"), """
                apiVersion: weft/v1
                kind: Job
                metadata: {name: addresses}
                spec:
                  hosts: hosts
                  operators:
                    - {command: [sh, -c, 'echo "$MASTER_ADDR" > told-$RANK'], ranks: 2, workers: 2}
                """);
        Map<String, String> environment = Map.of("WEFT_SSH", hosts.sshByIpv6(), "XDG_STATE_HOME", state().toString());
        Ended told = Distribution.end(
                Distribution.start(hosts.before(), folder, environment, List.of("run", "job.yaml", "--quiet")));
        assertThat(told.exitCode()).as(told.err()).isZero();
        for (int rank = 0; rank < 2; rank++) {
            assertThat(InetAddress.ofLiteral(
                            Files.readString(folder.resolve("told-" + rank)).strip()))
                    .isEqualTo(InetAddress.ofLiteral("fd00:9::2"));
        }
    }

    /** The hosts of the first processes; where the machine has much to do one may be taken for dead, and another started. */
    private List<String> where(int processes) throws IOException {
        return events().lines().stream()
                .filter(line -> line.contains(" spawn "))
                .limit(processes)
                .map(line -> line.replaceFirst(".* on=\"?([^\", ]+).*", "$1"))
                .toList();
    }

    /** Which host each worker goes to, by {@code weft plan}. */
    private List<String> planned(String... words) {
        var command = new ArrayList<>(List.of("plan", "--json", "-"));
        command.addAll(List.of(words));
        Ended plan = Distribution.end(Distribution.start(hosts.before(), folder, Map.of(), command));
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        return Pattern.compile("\"host\": \"([^\"]+)\",\\s*\"operator\": \"[^\"]+\",\\s*\"worker\": (\\d+)")
                .matcher(plan.out())
                .results()
                .sorted(Comparator.comparingInt(row -> Integer.parseInt(row.group(2))))
                .map(row -> row.group(1))
                .toList();
    }

    @Test
    void workersGoWhereThePlanSays() throws IOException {
        Files.writeString(folder.resolve("more"), "host0 slots=3 zone=a\nhost1 slots=2 zone=b disk=ssd\n");
        List<String> job = List.of("--ranks", "2", "--workers", "2", "--select", "disk=ssd", "--pin", "cores");
        var words = new ArrayList<>(List.of("--graph", "kronecker:scale=6", "--hosts", "more"));
        words.addAll(job);
        Ended ended = Distribution.end(weft(hosts.ssh(), words.toArray(String[]::new)));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        var plan = new ArrayList<>(List.of("--inventory", "more"));
        plan.addAll(job.subList(0, 6));
        assertThat(where(2)).isEqualTo(planned(plan.toArray(String[]::new))).containsExactly("host1", "host1");
        assertThat(events().line(" spawn ").orElseThrow()).containsPattern("cores \\d+\"");
    }

    @Test
    void aJobWithoutAPlaceIsRefusedAtOnce() throws IOException {
        long began = System.nanoTime();
        Ended ended = Distribution.end(
                weft("no-such-ssh", "--graph", Distribution.KRONECKER, "--hosts", "hosts", "--workers", "3"));
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err())
                .startsWith("weft: pagerank has no place on its hosts:\n"
                        + "  the inventory has room for 2 of the 3 workers of pagerank (1 cpu")
                .contains(
                        "\n  missing: 1 slot in all; 1 slot more on any of host0 or host1 would be room for a worker\n");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    /** Two hosts of eight, wired as a DGX-1. */
    @Tag("long")
    @Test
    void gpusOfBothHosts() throws IOException {
        for (int host = 0; host < 2; host++) {
            Path own = Files.createDirectories(folder.resolve("gpus" + host));
            hosts.restartWithGpus(host, FakeGpus.nvml(own, FakeGpus.DGX_1));
        }
        Path seen = Files.createDirectory(folder.resolve("seen"));
        Files.writeString(folder.resolve("inventory.yaml"), inventory());
        Files.writeString(folder.resolve("job.yaml"), """
                apiVersion: weft/v1
                kind: Job
                metadata: {name: gpus}
                spec:
                  hosts: inventory.yaml
                  operators:
                    - command:
                        - sh
                        - -c
                        - |
                          echo "$CUDA_VISIBLE_DEVICES" > SEEN/$RANK
                          p=$PPID
                          while [ "$(cat /proc/$p/comm)" != java ]; do p=$(cut -d' ' -f4 /proc/$p/stat); done
                          tr '\\0' '\\n' < /proc/$p/environ | sed -n s/^CUDA_VISIBLE_DEVICES=//p > SEEN/worker-$RANK
                      ranks: 12
                      workers: 4
                      resources: {nvidia.com/gpu: 1}
                """.replace("SEEN", seen.toString()));
        Map<String, String> environment = Map.of("WEFT_SSH", hosts.ssh(), "XDG_STATE_HOME", state().toString());
        Ended ended = Distribution.end(
                Distribution.start(hosts.before(), folder, environment, List.of("run", "job.yaml", "--quiet")));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        List<String> gpus = plannedGpus();
        for (int rank = 0; rank < 12; rank++) {
            assertThat(Files.readString(seen.resolve(Integer.toString(rank))).strip())
                    .as("rank %d", rank)
                    .isEqualTo(gpus.get(rank));
            int first = rank / 3 * 3;
            assertThat(Files.readString(seen.resolve("worker-" + rank)).strip().split(","))
                    .containsExactlyInAnyOrderElementsOf(gpus.subList(first, first + 3));
        }
        assertThat(where(4)).containsExactly("host0", "host0", "host1", "host1");
        hosts.restart(0);
        hosts.restart(1);
    }

    private static String inventory() {
        var text = new StringBuilder("apiVersion: weft/v1\nkind: Inventory\nhosts:\n");
        for (int host = 0; host < 2; host++) {
            text.append("  - name: host" + host + "\n    slots: 2\n    gpus:\n      count: 8\n      matrix:\n");
            for (String row : List.of(
                    "X NV1 NV1 NV2 NV2 SYS SYS SYS",
                    "NV1 X NV2 NV1 SYS NV2 SYS SYS",
                    "NV1 NV2 X NV2 SYS SYS NV1 SYS",
                    "NV2 NV1 NV2 X SYS SYS SYS NV1",
                    "NV2 SYS SYS SYS X NV1 NV1 NV2",
                    "SYS NV2 SYS SYS NV1 X NV2 NV1",
                    "SYS SYS NV1 SYS NV1 NV2 X NV2",
                    "SYS SYS SYS NV1 NV2 NV1 NV2 X")) {
                text.append("        - ").append(row).append('\n');
            }
        }
        return text.toString();
    }

    /** Of each rank, by {@code weft plan}. */
    private List<String> plannedGpus() {
        Ended plan = Distribution.end(
                Distribution.start(hosts.before(), folder, Map.of(), List.of("plan", "job.yaml", "--json", "-")));
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        return Pattern.compile("\"gpus_of_ranks\":\\[\\[([0-9,\\[\\]]+)\\]\\]")
                .matcher(plan.out().replaceAll("\\s", ""))
                .results()
                .flatMap(row -> Stream.of(row.group(1).split("\\],\\[", -1)))
                .map(gpu -> FakeGpus.uuid(Integer.parseInt(gpu)))
                .toList();
    }

    /** What ssh and actors say is TLS's or SSH's. The lanes are open, but who does not know the job's secret is not heard on them. */
    @Test
    @Tag("long")
    void whatGoesOverTheWireCanNotBeReadOrForged() throws Exception {
        assumeTrue(hosts.hasPython(), "there is no python3, which listens on the wire");
        String word = "a-word-that-nobody-may-read";
        Process wire = hosts.listen(word, "dev.weft", "pagerank");
        Process weft = longRun("heard", "--set", "note=" + word);
        events().await("state epoch=1", "RUNNING");
        Ended ended = Distribution.end(weft);
        wire.getOutputStream().close();
        List<String> heard = Distribution.end(wire).out().lines().toList();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("heard"))).isEqualTo(expected(LONG_GRAPH, LONG_RUN));
        List<String[]> flows = heard.stream()
                .filter(line -> line.startsWith("flow "))
                .map(line -> line.split(" "))
                .toList();
        assertThat(flows)
                .filteredOn(HostsTest::isSsh)
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(flow -> flow[3].startsWith(SSH));
        assertThat(flows)
                .filteredOn(flow -> !isSsh(flow))
                .as("connections of actors, both ways: %s", heard)
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(flow -> flow[3].startsWith(TLS_HANDSHAKE));
        assertThat(flows).extracting(flow -> flow[5]).containsOnly("0");
        assertThat(heard).contains("replayed 1", "forged 20");
        assertThat(events().line("end", "forged_frames=")).get().asString().containsPattern("forged_frames=[1-9]");
        assertThat(events().line("recover", "")).isEmpty();
    }

    private static boolean isSsh(String[] flow) {
        return flow[1].equals("22") || flow[2].equals("22");
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

    /** A signal that a scheduler sends to all processes of the launcher's host. What is saved another run goes on from. */
    @Test
    @Tag("long")
    void aTerminatedJobIsSavedOnAllHostsAndGoesOn() throws Exception {
        String store = Files.createDirectory(folder.resolve("store")).toString();
        List<String> saving = List.of("--checkpoint", store, "--checkpoint-every", "1000000");
        Process weft = longRun("rest", saving.toArray(String[]::new));
        events().await("state epoch=1", "RUNNING");
        Stream.concat(weft.descendants(), Stream.of(weft.toHandle())).forEach(ProcessHandle::destroy);
        Ended ended = Distribution.end(weft);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(66);
        assertThat(ended.err()).containsPattern("its state at step \\d+ saved: --resume goes on from there");
        awaitNothingLeft();
        var resumed = new ArrayList<>(saving);
        resumed.addAll(List.of("--resume", events().job().getFileName().toString()));
        Ended again = Distribution.end(longRun("rest", resumed.toArray(String[]::new)));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("rest"))).isEqualTo(expected(LONG_GRAPH, LONG_RUN));
    }

    /** With no checkpoints SIGTERM does as Ctrl-C. */
    @Test
    @Tag("long")
    void anInterruptedOrKilledLauncherLeavesNothingOnAnyHost() throws Exception {
        for (String signal : List.of("TERM", "INT", "KILL")) {
            Process weft = longRun("never");
            events().await("state epoch=1", "RUNNING");
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(weft.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            int number = Map.of("TERM", 15, "INT", 2, "KILL", 9).get(signal);
            assertThat(Distribution.end(weft).exitCode()).as(signal).isEqualTo(128 + number);
            awaitNothingLeft();
            assertThat(folder.resolve("never")).doesNotExist();
            FolderTree.delete(state());
        }
    }

    /** Of the newest job: within seconds there is neither a process on a host nor a folder in shared memory. */
    private void awaitNothingLeft() throws InterruptedException {
        String job = events().job().getFileName().toString();
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (isAnythingLeft(job) && System.nanoTime() < deadline) {
            Thread.sleep(20); // the end of others' processes and files has no event to wait for
        }
        assertThat(hosts.javas(0) + hosts.javas(1))
                .as("processes that are left")
                .isZero();
        assertThat(lanesOf(job)).as("folders that are left").isEmpty();
    }

    private static boolean isAnythingLeft(String job) {
        return hosts.javas(0) + hosts.javas(1) > 0 || !lanesOf(job).isEmpty();
    }

    /** Of all hosts: they share this machine's memory. */
    private static List<String> lanesOf(String job) {
        String[] names = new File("/dev/shm/weft-" + System.getProperty("user.name")).list();
        return names == null
                ? List.of()
                : Stream.of(names).filter(name -> name.startsWith(job)).toList();
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

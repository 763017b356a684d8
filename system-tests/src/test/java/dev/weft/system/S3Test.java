package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.s3.FaultProxy;
import dev.weft.checkpoint.s3.FaultProxy.Fault;
import dev.weft.checkpoint.s3.S3Server;
import dev.weft.runtime.testing.EventsFile;
import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft run} with checkpoints in a bucket of S3Proxy's, which is a process of its own. */
@Timeout(240)
class S3Test {
    private static final String GRAPH = "kronecker:scale=9,degree=8,seed=2";

    @TempDir
    private Path folder;

    private final S3Server server = S3Server.running();
    private final Path bucket = server.newBucket();
    private SavedCommand command;

    @BeforeEach
    void knowTheSecret() {
        command = command(S3Server.SECRET);
    }

    private SavedCommand command(String secret) {
        return new SavedCommand(
                folder,
                GRAPH,
                Map.of(
                        "AWS_ACCESS_KEY_ID",
                        S3Server.KEY_ID,
                        "AWS_SECRET_ACCESS_KEY",
                        secret,
                        "AWS_EC2_METADATA_DISABLED",
                        "true",
                        "AWS_REGION",
                        "us-east-1"));
    }

    private String address(Object endpoint, String below) {
        return "s3://" + bucket.getFileName() + "/jobs" + below + "?endpoint=" + endpoint;
    }

    // ---- a job's life

    @Test
    void aJobIsKilledTakenUpElsewhereAndVerified() throws Exception {
        byte[] expected = command.expected();
        String store = address(server.endpoint(), "");
        var lines = new HashSet<String>();
        Process process = command.start(
                "--workers",
                "2",
                "--ranks",
                "3",
                "--checkpoint",
                store,
                "--checkpoint-every",
                "2",
                "--inject",
                "kill worker=1 at step=7",
                "--output",
                "killed");
        while (process.isAlive()) {
            Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .forEach(each -> lines.add(commandLine(each)));
            Thread.sleep(20); // who comes and goes there has no event to wait for
        }
        Ended killed = Distribution.end(process);
        assertThat(killed.exitCode()).as(killed.err()).isZero();
        assertThat(command.output("killed")).isEqualTo(expected);
        var events = new EventsFile(folder.resolve("weft"));
        assertThat(events.line("begin", "epoch=2", "from=\"step 6\"")).isPresent();
        assertThat(lines.stream().filter(line -> line.contains("WorkerMain")))
                .as("workers seen")
                .hasSizeGreaterThanOrEqualTo(2);

        String job = events.job().getFileName().toString();
        Ended resumed = command.run(
                "--workers",
                "1",
                "--ranks",
                "4",
                "--checkpoint",
                store,
                "--checkpoint-every",
                "2",
                "--resume",
                job,
                "--output",
                "resumed");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(command.output("resumed")).isEqualTo(expected);

        Ended verified = command.verify(address(server.endpoint(), "/" + job));
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.out().lines()).isNotEmpty().allMatch(line -> line.endsWith(": whole"));

        assertThat(lines).noneMatch(S3Test::hasSecret);
        assertThat(List.of(killed, resumed, verified)).noneMatch(ended -> hasSecret(ended.out() + ended.err()));
        assertThat(filesWithSecret(folder)).isEmpty();
        assertThat(filesWithSecret(bucket)).isEmpty();
    }

    /** Nothing if it has ended. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static boolean hasSecret(String text) {
        return text.contains(S3Server.SECRET);
    }

    private static List<Path> filesWithSecret(Path below) throws IOException {
        try (Stream<Path> walk = Files.walk(below)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty();
            return files.stream().filter(S3Test::fileHasSecret).toList();
        }
    }

    private static boolean fileHasSecret(Path file) {
        try {
            return hasSecret(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Each kind of trouble in turn, at every fifth exchange; and once nobody answers a write that was done. */
    @Test
    @Tag("long")
    void troublesOfTheStoreAreMadeUpFor() throws Exception {
        Fault[] kinds = {
            Fault.BUSY, Fault.CONFLICT, Fault.BROKEN_AFTER_SUCCESS, Fault.TRUNCATED, Fault.SLOW, Fault.BROKEN
        };
        Set<Fault> seen = EnumSet.noneOf(Fault.class);
        var exchanges = new int[1];
        byte[] expected = command.expected();
        try (var proxy = new FaultProxy(server.port())) {
            proxy.plan(line -> {
                synchronized (seen) {
                    int number = exchanges[0]++;
                    boolean silent = line.startsWith("PUT ") && line.contains("/parts-");
                    Fault fault = silent && !seen.contains(Fault.SILENT_AFTER_SUCCESS)
                            ? Fault.SILENT_AFTER_SUCCESS
                            : number % 5 == 4 ? kinds[number / 5 % kinds.length] : Fault.NONE;
                    seen.add(fault);
                    return fault;
                }
            });
            Ended ended = command.run(
                    "--workers",
                    "2",
                    "--checkpoint",
                    address(proxy.endpoint(), ""),
                    "--checkpoint-every",
                    "3",
                    "--inject",
                    "kill worker=0 at step=7",
                    "--output",
                    "spoilt");
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.err()).isEmpty();
        }
        assertThat(command.output("spoilt")).isEqualTo(expected);
        assertThat(seen).contains(kinds).contains(Fault.SILENT_AFTER_SUCCESS);
        assertThat(new EventsFile(folder.resolve("weft")).line("begin", "epoch=2", "from=\"step 6\""))
                .isPresent();
    }

    // ---- what is wrong is said

    @Test
    void wrongCredentialsAreNamed() {
        SavedCommand.assertOneSentence(
                command("weft-wrong").run("--checkpoint", address(server.endpoint(), "")),
                2,
                "the checkpoints' store can't be used: can't write ",
                "to s3://" + bucket.getFileName() + "/jobs/pagerank-",
                "the credentials are wrong (SignatureDoesNotMatch): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void aMissingBucketIsNamedAndWhereCheckpointsAreOptionalSaidOnce() throws IOException {
        String missing = "s3://weft-missing/jobs?endpoint=" + server.endpoint();
        SavedCommand.assertOneSentence(
                command.run("--workers", "2", "--checkpoint", missing),
                2,
                "there is no bucket weft-missing: make it (aws s3 mb s3://weft-missing), or name another");
        SavedCommand.assertWarnedOnce(
                command.run("--checkpoint", missing, "--checkpoint-optional", "--output", "without"),
                "the job goes on without checkpoints: ",
                "there is no bucket weft-missing");
        assertThat(command.output("without")).isEqualTo(command.expected());
    }

    @Test
    void aClockThatIsAnHourOffIsNamed() throws IOException {
        try (var proxy = new FaultProxy(server.port())) {
            proxy.plan(_ -> Fault.SKEWED);
            SavedCommand.assertOneSentence(
                    command.run("--checkpoint", address(proxy.endpoint(), "")),
                    2,
                    "this host's clock and the store's differ (RequestTimeTooSkewed): set the clock");
        }
    }
}

package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;
import dev.weft.collectives.flight.DumpFile;
import dev.weft.collectives.flight.FlightCommunicator;
import dev.weft.collectives.flight.FlightEvent;
import dev.weft.collectives.flight.FlightOrigin;
import dev.weft.collectives.flight.FlightRecorder;
import dev.weft.collectives.flight.FlightWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft flight} on the dumps of ranks 0, 1 and 3 of four; rank 2 has left none. */
@Timeout(30)
class FlightTest {
    private static final long EVERYONE = FlightCommunicator.id(0, 1);
    private static final String VERDICT =
            "rank 2 (worker 1, host b) left no dump: ranks 0, 1, 3 wait for it in allReduce(double[8], SUM), "
                    + "call 17 of communicator 0.1";

    @TempDir
    private Path job;

    private Path folder;

    @BeforeEach
    void dump() throws IOException {
        folder = job.resolve("flight");
        for (int rank : List.of(0, 1, 3)) {
            DumpFile.write(folder, recorder(rank).dump("no progress for 60 s"));
        }
    }

    private static FlightRecorder recorder(int rank) {
        int worker = rank / 2;
        var recorder = new FlightRecorder(new FlightOrigin(rank, worker, worker == 0 ? "a" : "b", 100 + worker));
        recorder.programBegins(0, List.of(new FlightWorker(0, "a", 0, 2), new FlightWorker(1, "b", 2, 2)));
        recorder.joins(FlightCommunicator.ofAll(EVERYONE, "everyone", 4));
        for (int call = 1; call <= 16; call++) {
            recorder.beginsCall(EVERYONE, call, 5, Operation.BARRIER, ElementType.BYTE, 0);
            recorder.ends();
        }
        recorder.beginsReduction(
                EVERYONE, 17, 6, Operation.ALL_REDUCE, ElementType.DOUBLE, 8, Op.Kind.SUM, FlightEvent.NONE);
        return recorder;
    }

    @Test
    void the_first_line_is_the_verdict_and_each_rank_has_a_line() {
        var call = Call.weft("flight", folder.toString());
        assertThat(call.exitCode()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out().lines().findFirst()).contains(VERDICT);
        assertThat(call.out())
                .contains("communicator 0.1 (everyone), ranks 0 to 3:\n")
                .containsPattern("\n2 +1 +b +\\? +\\? +left no dump\n")
                .containsPattern(
                        "\n3 +1 +b +101 +\\d+ \\S+ +in allReduce\\(double\\[8], SUM\\), call 17 of communicator 0.1\n")
                .doesNotContain("barrier()");
    }

    @Test
    void a_jobs_folder_does_as_well() {
        assertThat(Call.weft("flight", job.toString()).out())
                .isEqualTo(Call.weft("flight", folder.toString()).out());
    }

    @Test
    void the_last_calls_are_listed_on_request() {
        assertThat(Call.weft("flight", job.toString(), "--last", "3").out())
                .contains("rank 3, the last 3 of its 17 calls, dumped at ")
                .contains("barrier(), call 16 of communicator 0.1\n")
                .doesNotContain("barrier(), call 14 of communicator 0.1\n");
    }

    @Test
    void a_damaged_dump_is_named_and_the_others_are_read() throws IOException {
        Path damaged = folder.resolve("rank-0-process-0.flight");
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        var call = Call.weft("flight", job.toString());
        assertThat(call.exitCode()).isZero();
        assertThat(call.out())
                .startsWith("ranks 0, 2 left no dump that could be read: ranks 1, 3 wait for them in ")
                .contains("\nnot read: " + damaged + " is cut off or damaged (its CRC-32C is wrong)");
    }

    @Test
    void no_dumps_are_a_failure() throws IOException {
        Path empty = Files.createDirectory(job.resolve("empty"));
        var call = Call.weft("flight", empty.toString());
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .isEqualTo("weft: no dumps (rank-*.flight) in " + empty
                        + ": ranks leave them there when their job fails; name the folder of such a job\n");
        Files.write(empty.resolve("rank-0-process-0.flight"), new byte[0]);
        assertThat(Call.weft("flight", empty.toString()).err())
                .startsWith("weft: no dump in " + empty + " can be read: " + empty.resolve("rank-0-process-0.flight"));
    }
}

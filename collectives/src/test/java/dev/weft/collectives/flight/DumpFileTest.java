package dev.weft.collectives.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;
import dev.weft.collectives.Operation;
import dev.weft.collectives.flight.FlightEvent.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DumpFileTest {
    private static final long EVERYONE = FlightCommunicator.id(3, 1);

    @TempDir
    private Path folder;

    /** What the golden file of version 1 holds: changed by nobody. */
    private static FlightDump golden() {
        return new FlightDump(
                new FlightOrigin(2, 5, "böblingen", 4711),
                new FlightAttempt(
                        3,
                        1_234,
                        List.of(new FlightWorker(0, "a", 0, 2), new FlightWorker(1, "böblingen", 2, 3)),
                        List.of(
                                FlightCommunicator.ofAll(EVERYONE, "everyone", 5),
                                new FlightCommunicator(EVERYONE + 1, "leaders", List.of(0, 2))),
                        OptionalLong.of(9_000)),
                "rank 2: java.lang.ArithmeticException: ÷ by zero",
                1_790_000_000_000L,
                10_000,
                9,
                List.of(
                        event(5, State.DONE, 1, Operation.BARRIER, Optional.empty(), -1, 0, -1),
                        event(6, State.DONE, 2, Operation.ALL_REDUCE, Optional.of(Op.Kind.XOR), -1, -1, -1),
                        event(7, State.FAILED, 1, Operation.RECEIVE, Optional.empty(), 4, 8, 99),
                        event(8, State.STARTED, 3, Operation.BROADCAST, Optional.empty(), 1, 1 << 30, -1)));
    }

    private static FlightEvent event(
            long number,
            State state,
            long call,
            Operation operation,
            Optional<Op.Kind> op,
            int peer,
            int count,
            int tag) {
        return new FlightEvent(
                number,
                state,
                EVERYONE,
                call,
                0xfeed_0000_0000_0000L + number,
                operation,
                ElementType.INT,
                op,
                peer,
                count,
                tag,
                1000 * number,
                1000 * number + 500);
    }

    @Test
    void what_is_read_is_what_was_written() throws IOException {
        Path file = DumpFile.write(folder.resolve("made"), golden());
        assertThat(file).hasFileName("rank-2-process-5.flight");
        assertThat(DumpFile.read(file)).isEqualTo(golden());
    }

    @Test
    void version_1_is_as_it_was() throws IOException {
        byte[] bytes;
        try (var in = DumpFileTest.class.getResourceAsStream("version-1.flight")) {
            bytes = in.readAllBytes();
        }
        assertThat(DumpFile.bytes(golden())).isEqualTo(bytes);
        assertThat(DumpFile.read(Files.write(folder.resolve("rank-2-process-5.flight"), bytes)))
                .isEqualTo(golden());
    }

    @Test
    void a_later_dump_takes_the_place_of_an_earlier_one_and_leaves_nothing_beside() throws IOException {
        DumpFile.write(folder, golden());
        var recorder = new FlightRecorder(golden().origin());
        Thread.currentThread().interrupt();
        Path file = DumpFile.write(folder, recorder.dump("later"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(DumpFile.read(file).reason()).isEqualTo("later");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_full_ring_survives() throws IOException {
        var recorder = new FlightRecorder(golden().origin());
        for (int call = 0; call < 5000; call++) {
            recorder.beginsCall(EVERYONE, call, call, Operation.BARRIER, ElementType.BYTE, 0);
            recorder.ends();
        }
        FlightDump dump = recorder.dump("full");
        assertThat(dump.events()).hasSize(FlightRecorder.EVENTS);
        assertThat(DumpFile.read(DumpFile.write(folder, dump))).isEqualTo(dump);
    }

    @Test
    void a_file_that_is_cut_off_anywhere_is_refused_by_name() throws IOException {
        Path file = DumpFile.write(folder, golden());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DumpFile.read(file))
                    .as("%d bytes of %d", length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining(length < Long.BYTES ? "is no dump" : "is cut off or damaged");
        }
    }

    @Test
    void a_wrong_bit_anywhere_is_found() throws IOException {
        Path file = DumpFile.write(folder, golden());
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThatThrownBy(() -> DumpFile.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @Test
    void another_version_is_refused() throws IOException {
        Path file = DumpFile.write(folder, golden());
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(Long.BYTES, 2);
        Files.write(file, bytes);
        assertThatThrownBy(() -> DumpFile.read(file))
                .hasMessage(file + " has version=2 != 1: read it with the weft that wrote it");
    }
}

package dev.weft.collectives.flight;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The fields of a dump between a file's version and its checksum, as {@link DumpFile} tells them. */
final class DumpForm {

    /** An entry of a list. */
    @FunctionalInterface
    private interface Entry<T> {
        T read() throws IOException;
    }

    private DumpForm() {}

    // ---- writing

    static void write(FlightDump dump, DataOutputStream out) throws IOException {
        FlightOrigin origin = dump.origin();
        out.writeInt(origin.rank());
        out.writeInt(origin.process());
        writeText(origin.host(), out);
        out.writeLong(origin.pid());
        write(dump.attempt(), out);
        writeText(dump.reason(), out);
        out.writeLong(dump.takenMillis());
        out.writeLong(dump.takenNanos());
        out.writeLong(dump.begun());
        out.writeInt(dump.events().size());
        for (FlightEvent event : dump.events()) {
            for (long word : EventWords.encode(event)) {
                out.writeLong(word);
            }
        }
    }

    private static void write(FlightAttempt attempt, DataOutputStream out) throws IOException {
        out.writeInt(attempt.epoch());
        out.writeLong(attempt.beganNanos());
        out.writeBoolean(attempt.endedNanos().isPresent());
        out.writeLong(attempt.endedNanos().orElse(0));
        out.writeInt(attempt.workers().size());
        for (FlightWorker worker : attempt.workers()) {
            out.writeInt(worker.worker());
            writeText(worker.host(), out);
            out.writeInt(worker.firstRank());
            out.writeInt(worker.ranks());
        }
        out.writeInt(attempt.communicators().size());
        for (FlightCommunicator communicator : attempt.communicators()) {
            out.writeLong(communicator.id());
            writeText(communicator.name(), out);
            writeRuns(RankRun.of(communicator.worldRanks()), out);
        }
    }

    private static void writeRuns(List<RankRun> runs, DataOutputStream out) throws IOException {
        out.writeInt(runs.size());
        for (RankRun run : runs) {
            out.writeInt(run.first());
            out.writeInt(run.ranks());
        }
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    // ---- reading

    static FlightDump read(DataInputStream in) throws IOException {
        var origin = new FlightOrigin(in.readInt(), in.readInt(), readText(in), in.readLong());
        FlightAttempt attempt = readAttempt(in);
        String reason = readText(in);
        return new FlightDump(
                origin,
                attempt,
                reason,
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readList(in, () -> readEvent(in)));
    }

    private static FlightAttempt readAttempt(DataInputStream in) throws IOException {
        int epoch = in.readInt();
        long beganNanos = in.readLong();
        boolean ended = in.readBoolean();
        long endedNanos = in.readLong();
        return new FlightAttempt(
                epoch,
                beganNanos,
                readList(in, () -> new FlightWorker(in.readInt(), readText(in), in.readInt(), in.readInt())),
                readList(in, () -> new FlightCommunicator(in.readLong(), readText(in), readRanks(in))),
                ended ? OptionalLong.of(endedNanos) : OptionalLong.empty());
    }

    private static List<Integer> readRanks(DataInputStream in) throws IOException {
        return RankRun.ranks(readList(in, () -> new RankRun(in.readInt(), in.readInt())));
    }

    private static FlightEvent readEvent(DataInputStream in) throws IOException {
        var words = new long[EventWords.WORDS];
        for (int word = 0; word < words.length; word++) {
            words[word] = in.readLong();
        }
        return EventWords.decode(words);
    }

    private static <T> List<T> readList(DataInputStream in, Entry<T> entry) throws IOException {
        int entries = in.readInt();
        var list = new ArrayList<T>();
        for (int i = 0; i < entries; i++) {
            list.add(entry.read());
        }
        return list;
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}

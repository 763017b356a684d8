package dev.weft.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Fence;
import dev.weft.collectives.RankGroup;
import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.LoadedSizes;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.RemoteException;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.control.Operator;
import dev.weft.runtime.control.Thrown;
import dev.weft.runtime.control.ThrownMessages;
import dev.weft.runtime.rank.RankMeasure;
import dev.weft.runtime.rank.WorkerShare;
import dev.weft.runtime.worker.ProgramClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the agent and the workers tell each other arrives as it was said. */
@Timeout(30)
class ControlMessagesTest {
    // ---- exceptions

    private static Throwable sent(Throwable thrown) throws Exception {
        return ThrownMessages.toThrowable(
                Thrown.parseFrom(ThrownMessages.of(thrown).toByteArray()));
    }

    @Test
    void anExceptionLooksAsItDidWhereItWasThrown() throws Exception {
        var thrown = new IllegalStateException("outer", new ArithmeticException("/ by zero"));
        Throwable received = sent(thrown);
        assertThat(received).isInstanceOf(RemoteException.class).hasMessage("outer");
        assertThat(((RemoteException) received).className()).isEqualTo("java.lang.IllegalStateException");
        assertThat(received).hasToString(thrown.toString());
        assertThat(withoutModules(received)).isEqualTo(withoutModules(thrown));
        assertThat(received.getCause()).hasToString("java.lang.ArithmeticException: / by zero");
        assertThat(withoutModules(received.getCause())).isEqualTo(withoutModules(thrown.getCause()));
    }

    /** Which of the JDK's modules, in which version, a frame is of does not travel. */
    private static List<String> withoutModules(Throwable thrown) {
        return IntStream.range(0, thrown.getStackTrace().length)
                .mapToObj(i -> thrown.getStackTrace()[i])
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber())
                .toList();
    }

    @Test
    void oneThatWasSentTwiceIsStillTheSame() throws Exception {
        assertThat(sent(sent(new IllegalStateException("once")))).hasToString("java.lang.IllegalStateException: once");
    }

    @Test
    void wrongInputAndLackOfMemoryKeepTheirClass() throws Exception {
        var wrong = new UsageException("ranks=0 < 1", new NumberFormatException("for input string"));
        assertThat(sent(wrong))
                .isExactlyInstanceOf(UsageException.class)
                .hasMessage("ranks=0 < 1")
                .hasCauseInstanceOf(RemoteException.class);
        assertThat(sent(new OutOfMemoryError("Java heap space")))
                .isExactlyInstanceOf(OutOfMemoryError.class)
                .hasMessage("Java heap space");
        assertThat(sent(new RuntimeException(new OutOfMemoryError("Java heap space"))))
                .hasCauseExactlyInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void noMessageStaysNoMessage() throws Exception {
        Throwable received = sent(new IllegalStateException());
        assertThat(received.getMessage()).isNull();
        assertThat(received).hasToString("java.lang.IllegalStateException");
        assertThat(sent(new IllegalStateException(""))).hasMessage("");
    }

    @Test
    void twentyCausesDeepTheFirstSixteenAreKept() throws Exception {
        Throwable thrown = new IllegalStateException("cause 20");
        for (int depth = 19; depth >= 0; depth--) {
            thrown = new IllegalStateException("cause " + depth, thrown);
        }
        Throwable received = sent(thrown);
        int depth = 0;
        for (; received.getCause() != null; received = received.getCause()) {
            assertThat(received).hasMessage("cause " + depth++);
        }
        assertThat(depth).isEqualTo(16);
    }

    @Test
    void causesInACircleEnd() throws Exception {
        var first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        assertThat(sent(first)).hasMessage("first").hasCauseInstanceOf(RemoteException.class);
    }

    // ---- programs

    /** One that workers can make. */
    static final class Plain implements Program {
        @Override
        public void run(Rank rank) {}
    }

    /** One that they can't. */
    record Demanding(int number) implements Program {
        @Override
        public void run(Rank rank) {}
    }

    @Test
    void aProgramGoesByItsClass() {
        JobSpec spec = JobSpec.of("", Plain::new).ranks(3).threads(2).args(Map.of("n", 4, "x", 0.5, "on", true));
        Operator message = ProgramClass.message(spec).getOperators(0);
        assertThat(message.getName()).isEqualTo("Plain");
        assertThat(message.getProgramClass()).isEqualTo(Plain.class.getName());
        assertThat(message.getRanks()).isEqualTo(3);
        assertThat(message.getThreads()).isEqualTo(2);
        assertThat(message.getArgsMap()).isEqualTo(Map.of("n", "4", "x", "0.5", "on", "true"));
    }

    @Test
    void whatWorkersCannotMakeIsRefused() {
        class Local implements Program {
            @Override
            public void run(Rank rank) {}
        }
        assertRefused(JobSpec.of("lambda", () -> rank -> {}), "a class of its own");
        assertRefused(JobSpec.of("local", Local::new), "a class of its own");
        assertRefused(
                JobSpec.of("anonymous", () -> new Program() {
                    @Override
                    public void run(Rank rank) {}
                }),
                "a class of its own");
        assertRefused(JobSpec.of("demanding", () -> new Demanding(1)), "a constructor without parameters");
        assertRefused(JobSpec.of("", Plain::new).arg("list", List.of(1, 2)), "list is a ");
    }

    private static void assertRefused(JobSpec spec, String why) {
        assertThatThrownBy(() -> ProgramClass.message(spec))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(why);
    }

    // ---- results

    private record Named(long[] numbers, String prefix) implements Ids {
        @Override
        public int size() {
            return numbers.length;
        }

        @Override
        public long id(int index) {
            return numbers[index];
        }

        @Override
        public String name(int index) {
            return prefix + numbers[index];
        }
    }

    private static WorkerShare sent(WorkerShare share) {
        RankGroup lanes = RankGroup.inMemory(2, new Fence());
        var received = CompletableFuture.supplyAsync(() -> ShareTransfer.receive(lanes.communicator(1), 0));
        ShareTransfer.send(lanes.communicator(0), 1, share);
        return received.join();
    }

    @Test
    void aShareArrivesAsItWas() {
        long seed = new Random().nextLong();
        System.out.println("ControlMessagesTest seed=" + seed);
        var random = new Random(seed);
        long[] numbers = random.longs(70_000).sorted().distinct().toArray();
        var columns = new LinkedHashMap<String, Column>();
        columns.put("score", new Column.Doubles(new Named(numbers, ""), specials(random, numbers.length)));
        columns.put(
                "level",
                new Column.Longs(
                        new Named(numbers, "ü "), random.longs(numbers.length).toArray()));
        columns.put("none", new Column.Doubles(new Named(new long[0], ""), new double[0]));
        columns.put("nobody", new Column.Longs(new Named(new long[0], "x"), new long[0]));
        var scalars = new LinkedHashMap<String, Object>();
        scalars.put("sum", -0.0);
        scalars.put("not a number", Double.NaN);
        scalars.put("count", Long.MIN_VALUE);
        scalars.put("zero", 0L);
        scalars.put("text", "");
        var share = new WorkerShare(0, 4711, 1L << 33, columns, scalars, List.of(measure(random), measure(random)));

        WorkerShare received = sent(share);

        assertThat(received.worker()).isZero();
        assertThat(received.pid()).isEqualTo(4711);
        assertThat(received.peakMemoryBytes()).isEqualTo(1L << 33);
        assertThat(List.copyOf(received.scalars().entrySet())).isEqualTo(List.copyOf(scalars.entrySet()));
        assertThat(received.measures()).isEqualTo(share.measures());
        assertThat(List.copyOf(received.columns().keySet())).isEqualTo(List.copyOf(columns.keySet()));
        columns.forEach((name, column) -> assertSame(received.columns().get(name), column));
    }

    private static double[] specials(Random random, int count) {
        double[] values = random.doubles(count).toArray();
        values[0] = -0.0;
        values[1] = Double.POSITIVE_INFINITY;
        values[2] = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);
        return values;
    }

    private static RankMeasure measure(Random random) {
        return new RankMeasure(
                random.nextLong(),
                random.nextBoolean(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                new LoadedSizes(
                        random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong());
    }

    private static void assertSame(Column actual, Column expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.ids().id(i)).isEqualTo(expected.ids().id(i));
            assertThat(actual.ids().name(i)).isEqualTo(expected.ids().name(i));
            assertThat(bits(actual, i)).isEqualTo(bits(expected, i));
        }
        assertThat(actual.getClass()).isEqualTo(expected.getClass());
    }

    private static long bits(Column column, int index) {
        return switch (column) {
            case Column.Doubles(Ids _, double[] values) -> Double.doubleToRawLongBits(values[index]);
            case Column.Longs(Ids _, long[] values) -> values[index];
        };
    }
}

package dev.weft.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.weft.collectives.Op;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MessageTest {
    private final Weft weft = Weft.local();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mailed = new CountDownLatch(1);

    @AfterEach
    void close() {
        weft.close();
    }

    /** Steps on until it is told to stop. */
    private Job echoing() {
        return weft.run(
                () -> rank -> {
                    boolean[] stopped = new boolean[1];
                    rank.onMessage(message -> {
                        stopped[0] = message.length == 0;
                        return (rank.number() + ":" + new String(message, UTF_8)).getBytes(UTF_8);
                    });
                    long all = 0;
                    for (long _ : rank.steps()) {
                        all = rank.communicator().allReduce(stopped[0] ? 1L : 0L, Op.MAX);
                        if (all == 1) {
                            break;
                        }
                    }
                },
                Map.of("ranks", 3, "threads", 1));
    }

    private static String text(CompletionStage<byte[]> answer) {
        return new String(answer.toCompletableFuture().join(), UTF_8);
    }

    private static ThrowableAssertAlternative<CompletionException> assertFails(CompletionStage<?> answer) {
        return assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> answer.toCompletableFuture().join());
    }

    @Test
    void theAskedRankAnswers() {
        Job job = echoing();

        assertThat(text(job.rank(2).ask("hello".getBytes(UTF_8)))).isEqualTo("2:hello");
        assertThat(text(job.rank(0).ask("hello".getBytes(UTF_8)))).isEqualTo("0:hello");
        assertThat(text(job.rank(1).ask(new byte[0]))).isEqualTo("1:");
        job.result();
    }

    @Test
    void mailIsDeliveredInOrderOnTheRanksThreadBetweenSteps() throws InterruptedException {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Job job = weft.run(
                () -> rank -> {
                    var delivered = new ArrayList<String>();
                    rank.onMessage(message -> {
                        delivered.add(new String(message, UTF_8));
                        log.add(Thread.currentThread().getName());
                        return message;
                    });
                    for (long _ : rank.steps()) {
                        int before = delivered.size();
                        begun.countDown();
                        mailed.await();
                        assertThat(delivered).hasSize(before);
                        if (before == 3) {
                            break;
                        }
                    }
                    assertThat(delivered).containsExactly("a", "b", "c");
                },
                Map.of());
        begun.await();
        List<CompletionStage<byte[]>> answers = new ArrayList<>();
        for (String word : List.of("a", "b", "c")) {
            answers.add(job.rank(0).ask(word.getBytes(UTF_8)));
        }
        assertThat(log).isEmpty();
        mailed.countDown();

        assertThat(answers).extracting(MessageTest::text).containsExactly("a", "b", "c");
        assertThat(job.result().scalars()).isEmpty();
        assertThat(log).containsOnly("weft-" + job.id() + "-rank-0");
    }

    @Test
    void theAnswerIsToldOnAnotherThread() {
        Job job = echoing();
        var thread = new CompletableFuture<String>();

        job.rank(1)
                .ask(new byte[] {'x'})
                .thenRun(() -> thread.complete(Thread.currentThread().getName()));

        assertThat(thread.join()).doesNotContain("rank");
    }

    @Test
    void protobufMessagesGoBothWays() {
        Job job = weft.run(
                () -> rank -> {
                    rank.onMessage(message -> lengthOf(StringValue.parseFrom(message)));
                    for (long step : rank.steps()) {
                        rank.progress("step " + step, 0);
                    }
                },
                Map.of());

        var answer = job.rank(0).ask(StringValue.of("twelve chars"), Int64Value.parser());

        assertThat(answer.toCompletableFuture().join()).isEqualTo(Int64Value.of(12));
        assertFails(job.rank(0).ask(StringValue.of(""), Int64Value.parser()))
                .withCauseInstanceOf(InvalidProtocolBufferException.class);
    }

    /** No text has no length, and what is answered is no message. */
    private static byte[] lengthOf(StringValue text) {
        long length = text.getValue().length();
        return length == 0 ? new byte[] {-1} : Int64Value.of(length).toByteArray();
    }

    @Test
    void aRankWithoutHandlerSaysWhatToDo() {
        Job job = weft.run(
                () -> rank -> {
                    for (long step : rank.steps()) {
                        rank.progress("step " + step, 0);
                    }
                },
                Map.of());

        assertFails(job.rank(0).ask(new byte[1]))
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("rank 0 of job " + job.id() + " has no message handler: its program must call");
    }

    @Test
    void aHandlersExceptionFailsTheAnswerAndNotTheJob() {
        var failure = new IOException("unreadable");
        Job job = weft.run(
                () -> rank -> {
                    boolean[] asked = new boolean[1];
                    rank.onMessage(message -> {
                        asked[0] = true;
                        throw failure;
                    });
                    for (long _ : rank.steps()) {
                        if (asked[0]) {
                            break;
                        }
                    }
                },
                Map.of());

        assertFails(job.rank(0).ask(new byte[1])).withCause(failure);
        assertThat(job.result().scalars()).isEmpty();
    }

    @Test
    void mailThatNoBoundaryFollowsFails() throws InterruptedException {
        Job job = weft.run(
                () -> rank -> {
                    begun.countDown();
                    mailed.await();
                },
                Map.of());
        begun.await();
        var answer = job.rank(0).ask(new byte[1]);
        mailed.countDown();

        assertFails(answer).withCauseInstanceOf(IllegalStateException.class).withMessageContaining("ended");
    }

    @Test
    void anEndedRankAndAnEndedJobAnswerNothing() throws InterruptedException {
        Job job = weft.run(
                () -> rank -> {
                    if (rank.number() == 0) {
                        begun.countDown();
                        mailed.await();
                    }
                },
                Map.of("ranks", 2));
        begun.await();
        assertFails(job.rank(1).ask(new byte[1])).withMessageContaining("rank 1 of job " + job.id());
        mailed.countDown();
        job.result();

        assertFails(job.rank(0).ask(new byte[1])).withMessageContaining("has ended");
        weft.close();
        job.rank(0).ask(new byte[1]);
    }

    @Test
    void manyAskAtOnceAndEachGetsItsOwnAnswer() {
        Job job = echoing();
        List<CompletionStage<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            answers.add(job.rank(i % 3).ask(("m" + i).getBytes(UTF_8)));
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(text(answers.get(i))).isEqualTo(i % 3 + ":m" + i);
        }
    }

    @Test
    void aCancelledJobFailsWhatWaits() throws InterruptedException {
        Job job = weft.run(
                () -> rank -> {
                    begun.countDown();
                    mailed.await();
                },
                Map.of());
        begun.await();
        var answer = job.rank(0).ask(new byte[1]);
        job.cancel();

        assertFails(answer).withCauseInstanceOf(IllegalStateException.class);
    }
}

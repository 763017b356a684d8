package dev.weft.runtime.cluster;

import com.google.protobuf.ByteString;
import dev.weft.runtime.control.Answer;
import dev.weft.runtime.control.ThrownMessages;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** The messages to ranks that wait for an answer. Whoever asked is told on a thread of the common pool. */
final class Asks {
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();

    /** @param send takes the message's number */
    CompletionStage<byte[]> ask(LongConsumer send) {
        long id = ids.incrementAndGet();
        var answer = new CompletableFuture<byte[]>();
        waiting.put(id, answer);
        send.accept(id);
        return answer.minimalCompletionStage();
    }

    void answered(Answer answer) {
        switch (answer.getOutcomeCase()) {
            case ANSWER -> succeed(answer.getId(), answer.getAnswer());
            case FAILURE -> fail(answer.getId(), ThrownMessages.toThrowable(answer.getFailure()));
            case OUTCOME_NOT_SET -> fail(answer.getId(), new IllegalStateException("the answer is empty"));
        }
    }

    private void succeed(long id, ByteString bytes) {
        CompletableFuture<byte[]> asked = waiting.remove(id);
        if (asked != null) {
            var _ = asked.completeAsync(bytes::toByteArray);
        }
    }

    private void fail(long id, Throwable cause) {
        CompletableFuture<byte[]> asked = waiting.remove(id);
        if (asked != null) {
            ForkJoinPool.commonPool().execute(() -> asked.completeExceptionally(cause));
        }
    }

    void failAll(String why) {
        waiting.keySet().forEach(id -> fail(id, new IllegalStateException(why)));
    }
}

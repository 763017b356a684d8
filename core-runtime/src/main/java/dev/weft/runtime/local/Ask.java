package dev.weft.runtime.local;

import dev.weft.runtime.rank.Mail;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A message to a rank, and the answer that it waits for; the first answer or failure counts. */
final class Ask implements Mail {
    private final byte[] message;
    private final Executor callbacks;
    private final Consumer<Ask> whenAnswered;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

    Ask(byte[] message, Executor callbacks, Consumer<Ask> whenAnswered) {
        this.message = message.clone();
        this.callbacks = callbacks;
        this.whenAnswered = whenAnswered;
    }

    @Override
    public byte[] message() {
        return message;
    }

    @Override
    public void answer(byte[] bytes) {
        byte[] copy = bytes.clone();
        whenAnswered.accept(this);
        callbacks.execute(() -> answer.complete(copy));
    }

    @Override
    public void fail(Throwable cause) {
        whenAnswered.accept(this);
        callbacks.execute(() -> answer.completeExceptionally(cause));
    }

    CompletionStage<byte[]> answer() {
        return answer.minimalCompletionStage();
    }
}

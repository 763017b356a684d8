package dev.weft.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A rank as seen from outside its job. */
public interface RankRef {
    /**
     * Sends a message to the rank, whose {@link MessageHandler} answers at the next step boundary. The answer fails if the rank ends
     * without answering, has no handler, or the handler throws. It is told on a thread that is neither the rank's nor an actor's.
     */
    CompletionStage<byte[]> ask(byte[] message);

    /** As {@link #ask(byte[])}, with Protobuf messages on both ways. */
    default <T extends MessageLite> CompletionStage<T> ask(MessageLite message, Parser<T> answer) {
        return ask(message.toByteArray()).thenApply(bytes -> {
            try {
                return answer.parseFrom(bytes);
            } catch (InvalidProtocolBufferException e) {
                throw new CompletionException(e);
            }
        });
    }
}

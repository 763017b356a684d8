package dev.weft.runtime.local;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.weft.runtime.RankRef;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A rank as the user of its job sees it. */
record LocalRank(LocalJob job, int number) implements RankRef {
    @Override
    public CompletionStage<byte[]> ask(byte[] message) {
        return job.ask(number, message);
    }

    @Override
    public <T extends MessageLite> CompletionStage<T> ask(MessageLite message, Parser<T> answer) {
        return ask(message.toByteArray()).thenApply(bytes -> parse(answer, bytes));
    }

    private static <T> T parse(Parser<T> parser, byte[] bytes) {
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new CompletionException(e);
        }
    }
}

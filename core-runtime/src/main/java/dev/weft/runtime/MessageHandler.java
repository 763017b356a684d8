package dev.weft.runtime;

/** Answers a message that was sent to a rank with {@link RankRef#ask}. */
@FunctionalInterface
public interface MessageHandler {
    byte[] onMessage(byte[] message) throws Exception;
}

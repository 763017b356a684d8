package dev.weft.runtime.rank;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MailboxTest {
    private final List<String> log = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox("rank 3 of job j");

    /** Writes what becomes of it into the log. */
    private record Letter(String text, List<String> log) implements Mail {
        @Override
        public byte[] message() {
            return text.getBytes(UTF_8);
        }

        @Override
        public void answer(byte[] answer) {
            log.add(text + " -> " + new String(answer, UTF_8));
        }

        @Override
        public void fail(Throwable cause) {
            log.add(text + " fails: " + cause.getMessage());
        }
    }

    private void put(String... texts) {
        for (String text : texts) {
            mailbox.put(new Letter(text, log));
        }
    }

    @Test
    void keepsMailUntilItIsDeliveredAndItsOrder() {
        mailbox.handler(message -> (new String(message, UTF_8) + "!").getBytes(UTF_8));
        put("a", "b", "c");
        assertThat(log).isEmpty();

        mailbox.deliver();

        assertThat(log).containsExactly("a -> a!", "b -> b!", "c -> c!");
    }

    @Test
    void whatComesWhileMailIsDeliveredIsDeliveredToo() {
        mailbox.handler(message -> {
            if (message[0] == 'a') {
                put("b");
            }
            return message;
        });
        put("a");

        mailbox.deliver();

        assertThat(log).containsExactly("a -> a", "b -> b");
    }

    @Test
    void withoutHandlerTheAnswerNamesTheRemedy() {
        put("a");

        mailbox.deliver();

        assertThat(log)
                .containsExactly("a fails: rank 3 of job j has no message handler: its program must call "
                        + "rank.onMessage(…) before its first step");
    }

    @Test
    void aHandlersExceptionIsTheAnswerAndTheRankGoesOn() {
        mailbox.handler(message -> {
            throw new IOException("unreadable");
        });
        put("a", "b");

        mailbox.deliver();

        assertThat(log).containsExactly("a fails: unreadable", "b fails: unreadable");
    }

    @Test
    void aHandlersErrorEndsTheRankToo() {
        var error = new StackOverflowError("deep");
        mailbox.handler(message -> {
            throw error;
        });
        put("a");

        assertThatThrownBy(mailbox::deliver).isSameAs(error);

        assertThat(log).containsExactly("a fails: deep");
    }

    @Test
    void noMailIsAnsweredAfterTheEnd() {
        put("a");
        mailbox.end();
        put("b");

        assertThat(log)
                .containsExactly(
                        "a fails: rank 3 of job j has ended, so it answers no message",
                        "b fails: rank 3 of job j has ended, so it answers no message");
    }
}

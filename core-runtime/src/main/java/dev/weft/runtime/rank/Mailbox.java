package dev.weft.runtime.rank;

import dev.weft.runtime.MessageHandler;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Messages for a rank's program, kept until its next step boundary, in the order in which they came. */
public final class Mailbox {
    private final String owner;
    private final Queue<Mail> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;
    private @Nullable MessageHandler handler;

    /** @param owner as it is named in errors, e.g. {@code rank 3 of job pagerank-1} */
    public Mailbox(String owner) {
        this.owner = owner;
    }

    /** From any thread. */
    public void put(Mail mail) {
        waiting.add(mail);
        if (ended) {
            failWaiting();
        }
    }

    void handler(MessageHandler newHandler) {
        handler = newHandler;
    }

    /** On the program's thread: answers what is there. */
    void deliver() {
        for (Mail mail = waiting.poll(); mail != null; mail = waiting.poll()) {
            answer(mail);
        }
    }

    private void answer(Mail mail) {
        if (handler == null) {
            mail.fail(new IllegalStateException(
                    owner + " has no message handler: its program must call rank.onMessage(…) before its first step"));
            return;
        }
        try {
            byte[] answer = handler.onMessage(mail.message());
            if (answer == null) {
                throw new NullPointerException("the message handler of " + owner + " answered null");
            }
            mail.answer(answer);
        } catch (Exception e) {
            mail.fail(e);
        } catch (Error e) {
            mail.fail(e);
            throw e;
        }
    }

    /** Fails what waits and what is still to come. */
    void end() {
        ended = true;
        failWaiting();
    }

    private void failWaiting() {
        for (Mail mail = waiting.poll(); mail != null; mail = waiting.poll()) {
            mail.fail(new IllegalStateException(owner + " has ended, so it answers no message"));
        }
    }
}

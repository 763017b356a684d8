package dev.weft.runtime.worker;

import com.google.protobuf.ByteString;
import dev.weft.runtime.control.Answer;
import dev.weft.runtime.control.Ask;
import dev.weft.runtime.control.ThrownMessages;
import dev.weft.runtime.rank.Mail;
import org.apache.pekko.actor.typed.ActorRef;

/** A message to a rank that came from the agent, where the answer goes. */
record RemoteMail(Ask ask, ActorRef<Object> coordinator) implements Mail {
    @Override
    public byte[] message() {
        return ask.getMessage().toByteArray();
    }

    @Override
    public void answer(byte[] answer) {
        coordinator.tell(Answer.newBuilder()
                .setId(ask.getId())
                .setAnswer(ByteString.copyFrom(answer))
                .build());
    }

    @Override
    public void fail(Throwable cause) {
        coordinator.tell(Answer.newBuilder()
                .setId(ask.getId())
                .setFailure(ThrownMessages.of(cause))
                .build());
    }
}

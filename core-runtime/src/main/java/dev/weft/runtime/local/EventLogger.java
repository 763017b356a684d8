package dev.weft.runtime.local;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.event.Logging;
import org.slf4j.LoggerFactory;

/** Brings Pekko's own warnings and errors into the log. Pekko's logger for slf4j does, too, and tells at INFO that it has started. */
public final class EventLogger extends AbstractActor {
    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(
                        Logging.InitializeLogger.class,
                        start -> getSender().tell(Logging.loggerInitialized(), getSelf()))
                .match(Logging.Error.class, EventLogger::log)
                .match(Logging.Warning.class, EventLogger::log)
                .build();
    }

    private static void log(Logging.Error event) {
        LoggerFactory.getLogger(event.logClass()).error("{}: {}", event.logSource(), event.message(), event.cause());
    }

    private static void log(Logging.Warning event) {
        LoggerFactory.getLogger(event.logClass()).warn("{}: {}", event.logSource(), event.message());
    }
}

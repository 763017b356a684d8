package dev.weft.runtime.hosts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM, which schedulers send before they take a machine away: the first one does what it is told, a second one ends the JVM as ever. The JDK's own class for
 * signals is not part of Java, and the compiler warns of it, so it is used by its name, where it is there.
 */
public final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    private static final int TERMINATED = 128 + 15;

    private Termination() {}

    /** @param first run on a thread of its own */
    public static void does(Runnable first) {
        var again = new AtomicBoolean();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object onSignal = Proxy.newProxyInstance(
                    Termination.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (!method.getName().equals("handle")) {
                            return method.invoke(again, args);
                        }
                        if (again.getAndSet(true)) {
                            System.exit(TERMINATED);
                        }
                        begin(first);
                        return null;
                    });
            Object term = signal.getConstructor(String.class).newInstance("TERM");
            Object _ = signal.getMethod("handle", signal, handler).invoke(null, term, onSignal);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            LOG.debug("SIGTERM can't be handled: it ends the job without a last checkpoint", e);
        }
    }

    private static void begin(Runnable first) {
        try {
            first.run();
        } catch (IllegalStateException e) {
            LOG.debug("nothing is to be done first", e);
            System.exit(TERMINATED);
        }
    }
}

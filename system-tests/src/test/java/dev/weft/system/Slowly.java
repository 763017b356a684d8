package dev.weft.system;

import dev.weft.checkpoint.Holder;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Steps;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/** Another program, each step of which takes a while longer: a kill from outside finds it at work. */
public final class Slowly implements Program {
    /** The other program's class. */
    static final String PROGRAM = "slowed";

    static final String MILLIS = "millis";

    @Override
    public void run(Rank rank) throws Exception {
        long nanos = rank.arg(MILLIS, 0) * 1_000_000L;
        program(rank.arg(PROGRAM, "")).run(slowed(rank, nanos));
    }

    private static Program program(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(Program.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Rank slowed(Rank rank, long nanos) {
        return (Rank) Proxy.newProxyInstance(
                Slowly.class.getClassLoader(), new Class<?>[] {Rank.class}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(rank, arguments);
                        return result instanceof Steps steps ? new SlowSteps(steps, nanos) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private record SlowSteps(Steps steps, long nanos) implements Steps {
        @Override
        public Steps saving(String name, Object array) {
            return new SlowSteps(steps.saving(name, array), nanos);
        }

        @Override
        public Steps saving(String name, Holder holder) {
            return new SlowSteps(steps.saving(name, holder), nanos);
        }

        @Override
        public Steps savingSame(String name, Object array) {
            return new SlowSteps(steps.savingSame(name, array), nanos);
        }

        @Override
        public Iterator<Long> iterator() {
            Iterator<Long> fast = steps.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return fast.hasNext();
                }

                @Override
                public Long next() {
                    Long step = fast.next();
                    LockSupport.parkNanos(nanos);
                    return step;
                }
            };
        }
    }
}

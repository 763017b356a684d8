package dev.weft.benchmarks;

import dev.weft.runtime.Column;
import dev.weft.runtime.Rank;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rank that lets a program run many times in one job: it hears the end of loading, changes arguments, and holds results back. */
final class TrialRank implements InvocationHandler {
    private final Rank rank;
    private final Map<String, ?> args;
    private final boolean keepsResults;
    private final Runnable loaded;

    private TrialRank(Rank rank, Map<String, ?> args, boolean keepsResults, Runnable loaded) {
        this.rank = rank;
        this.args = args;
        this.keepsResults = keepsResults;
        this.loaded = loaded;
    }

    /**
     * A trial's view of a rank.
     *
     * @param args in place of the job's arguments of the same names
     * @param keepsResults whether columns become the job's results; a job takes each but once
     * @param loaded runs when the program has its graph
     */
    static Rank of(Rank rank, Map<String, ?> args, boolean keepsResults, Runnable loaded) {
        return (Rank) Proxy.newProxyInstance(
                Rank.class.getClassLoader(),
                new Class<?>[] {Rank.class},
                new TrialRank(rank, args, keepsResults, loaded));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
        switch (method.getName()) {
            case "arg" -> {
                Object value = args.get((String) given[0]);
                if (value != null) {
                    return given.length == 1 ? Optional.of(value) : value;
                }
            }
            case "result" -> {
                if (given[1] instanceof Column && !keepsResults) {
                    return null;
                }
            }
            case "loaded" -> loaded.run();
            default -> {}
        }
        try {
            return method.invoke(rank, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

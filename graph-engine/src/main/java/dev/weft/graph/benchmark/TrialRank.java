package dev.weft.graph.benchmark;

import dev.weft.graph.Graph;
import dev.weft.runtime.Column;
import dev.weft.runtime.Rank;
import dev.weft.runtime.rank.Arguments;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rank that lets a program run many times in one job: it hears the end of loading, changes arguments, and holds results back. */
final class TrialRank implements InvocationHandler {
    private final Rank rank;
    private final Arguments args;
    private final boolean keepsResults;
    private final Runnable loaded;
    private final Runnable computed;
    private boolean hasGraph;

    private TrialRank(Rank rank, Map<String, ?> args, boolean keepsResults, Runnable loaded, Runnable computed) {
        this.rank = rank;
        this.args = new Arguments(args);
        this.keepsResults = keepsResults;
        this.loaded = loaded;
        this.computed = computed;
    }

    /**
     * A trial's view of a rank.
     *
     * @param args in place of the job's arguments of the same names
     * @param keepsResults whether columns become the job's results; a job takes each but once
     * @param loaded runs when the program has its graph; those that it makes itself are part of the trial
     * @param computed runs when the program gives a value for each vertex, before these are put in order
     */
    static Rank of(Rank rank, Map<String, ?> args, boolean keepsResults, Runnable loaded, Runnable computed) {
        return (Rank) Proxy.newProxyInstance(
                Rank.class.getClassLoader(),
                new Class<?>[] {Rank.class},
                new TrialRank(rank, args, keepsResults, loaded, computed));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
        switch (method.getName()) {
            case "arg" -> {
                String name = (String) given[0];
                if (args.get(name).isPresent()) {
                    return given.length == 1 ? args.get(name) : ofType(name, given[1]);
                }
            }
            case "result" -> {
                if (given[1] instanceof Column && !keepsResults) {
                    return null;
                }
            }
            case "loaded" -> {
                if (!hasGraph) {
                    hasGraph = true;
                    loaded.run();
                }
            }
            case "progress" -> {
                if (given[0].equals(Graph.ORDERING_RESULTS)) {
                    computed.run();
                }
            }
            default -> {}
        }
        try {
            return method.invoke(rank, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** As the type that the program asked for. */
    private Object ofType(String name, Object otherwise) {
        return switch (otherwise) {
            case Integer number -> args.get(name, number.intValue());
            case Long number -> args.get(name, number.longValue());
            case Double number -> args.get(name, number.doubleValue());
            case Boolean truth -> args.get(name, truth.booleanValue());
            default -> args.get(name, otherwise.toString());
        };
    }
}

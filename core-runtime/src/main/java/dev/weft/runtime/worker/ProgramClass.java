package dev.weft.runtime.worker;

import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.control.Job;
import dev.weft.runtime.control.Operator;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program on its way to another process: by the name of its class. */
public final class ProgramClass {
    private ProgramClass() {}

    /**
     * The job as its workers are told of it.
     *
     * @throws UsageException if the program is not an object of a class that they can make, or an argument is no plain value
     */
    public static Job message(JobSpec spec) {
        return Job.newBuilder()
                .addAllOperators(Stream.concat(Stream.of(spec), spec.others().stream())
                        .map(ProgramClass::operator)
                        .toList())
                .build();
    }

    private static Operator operator(JobSpec spec) {
        Class<?> type = spec.program().get().getClass();
        if (type.isHidden() || type.isAnonymousClass() || type.isLocalClass()) {
            throw new UsageException("the program " + type.getName()
                    + " can't run on workers: make it a class of its own with a constructor without parameters");
        }
        Constructor<?> _ = constructor(type);
        return Operator.newBuilder()
                .setName(spec.name().isEmpty() ? type.getSimpleName() : spec.name())
                .setProgramClass(type.getName())
                .setRanks(spec.ranks())
                .setThreads(spec.threads())
                .putAllArgs(spec.args().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getKey(), entry.getValue()))))
                .build();
    }

    private static String text(String name, Object value) {
        return switch (value) {
            case CharSequence text -> text.toString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default ->
                throw new UsageException(name + " is a " + value.getClass().getName()
                        + ", which can't be sent to workers: give text or a number, a file's name for a graph");
        };
    }

    static JobSpec spec(Job message) {
        List<JobSpec> operators =
                message.getOperatorsList().stream().map(ProgramClass::spec).toList();
        JobSpec job = operators.getFirst();
        for (JobSpec other : operators.subList(1, operators.size())) {
            job = job.and(other);
        }
        return job;
    }

    private static JobSpec spec(Operator message) {
        return new JobSpec(
                message.getName(),
                program(message.getProgramClass()),
                message.getRanks(),
                message.getThreads(),
                Map.copyOf(message.getArgsMap()));
    }

    private static Supplier<Program> program(String className) {
        Constructor<?> constructor = constructor(load(className));
        return () -> {
            try {
                return (Program) constructor.newInstance();
            } catch (InvocationTargetException thrown) {
                throw new IllegalStateException("the constructor of " + className + " failed", thrown.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static Class<?> load(String className) {
        try {
            return Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new UsageException("the workers have no class " + className + ": name the jar that holds it", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new UsageException(
                    "the program " + type.getName() + " can't run on workers: give it a constructor without parameters",
                    e);
        }
    }
}

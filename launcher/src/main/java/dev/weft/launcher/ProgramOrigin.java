package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Program;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Where a job's programs come from: Weft, jars, source files. Open as long as they run. */
sealed interface ProgramOrigin extends AutoCloseable permits Programs, ProgramJar, ProgramSource {

    /** All of a job's programs see each other's classes, as they do on workers, which have one class path. */
    static ProgramOrigin of(RunOptions options, Terminal terminal) throws IOException {
        List<Said> jars = options.operators().stream()
                .flatMap(operator -> operator.jar().stream())
                .toList();
        List<String> sources = options.operators().stream()
                .flatMap(operator -> operator.program().stream())
                .map(Said::text)
                .filter(ProgramSource::isNamed)
                .distinct()
                .toList();
        ProgramOrigin library = jars.isEmpty() ? Programs.onClassPath() : ProgramJar.open(jars);
        return sources.isEmpty()
                ? library
                : ProgramSource.compile(sources, jars, library, options.quiet(), terminal.err());
    }

    /** What makes the program's objects, one for each rank. */
    Supplier<? extends Program> program(String name);

    /** Which the program's classes are loaded by. */
    ClassLoader loader();

    /** The same workers, with the program's classes. */
    ClusterSpec broughtTo(ClusterSpec workers);

    /** Runs with the program's class loader as the thread's, for what a program looks up by name. */
    default <T> T asContext(Callable<T> body) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader());
        try {
            return body.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    default void close() throws IOException {}
}

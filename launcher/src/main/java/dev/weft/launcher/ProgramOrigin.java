package dev.weft.launcher;

import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Program;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Where a program comes from: Weft, a jar, a source file. Open as long as the program runs. */
sealed interface ProgramOrigin extends AutoCloseable permits Programs, ProgramJar, ProgramSource {

    static ProgramOrigin of(RunOptions options, Terminal terminal) throws IOException {
        if (ProgramSource.isNamed(options.program())) {
            return ProgramSource.compile(options, terminal.err());
        }
        return options.jar().isPresent() ? ProgramJar.open(options.jar().get()) : Programs.onClassPath();
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

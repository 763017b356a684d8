package dev.weft.launcher;

import dev.weft.runtime.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles one source file, in memory, with the compiler of the JDK that runs. */
final class SourceCompiler {
    /** Without "path": what the manifests of Weft's libraries name is not the user's to put right. */
    private static final List<String> OPTIONS = List.of("-Xlint:all,-path", "-proc:none", "-g");

    private final JavaCompiler compiler;
    private final String classPath;

    private SourceCompiler(JavaCompiler compiler, String classPath) {
        this.compiler = compiler;
        this.classPath = classPath;
    }

    /** @param jars to compile against, beyond Weft's own class path */
    static SourceCompiler against(List<Path> jars) {
        return new SourceCompiler(
                found(),
                Stream.concat(
                                Stream.of(System.getProperty("java.class.path")),
                                jars.stream().map(Path::toString))
                        .collect(Collectors.joining(File.pathSeparator)));
    }

    private static JavaCompiler found() {
        JavaCompiler compiler =
                ModuleLayer.boot().findModule("jdk.compiler").isEmpty() ? null : ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new CommandFailedException(
                    ExitCode.COULD_NOT_START,
                    "the Java in " + System.getProperty("java.home")
                            + " has no compiler, which a program in source needs: name a JDK in WEFT_JAVA_HOME");
        }
        return compiler;
    }

    /**
     * The classes that the file declares, by name.
     *
     * @param said gets what the compiler says, in its own words: errors always, the rest unless {@code quiet}
     * @throws UsageException if the file has errors
     */
    Map<String, byte[]> compile(Path file, boolean quiet, PrintStream said) throws IOException {
        var words = new StringWriter();
        try (var files = new MemoryFiles(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
            boolean done = compiler.getTask(words, files, null, options(), null, files.of(file))
                    .call();
            if (!done || !quiet) {
                said.print(words);
            }
            if (!done) {
                throw new UsageException(file + " does not compile: mend what the compiler says above");
            }
            return files.classes();
        }
    }

    private List<String> options() {
        return Stream.concat(OPTIONS.stream(), Stream.of("-classpath", classPath))
                .toList();
    }

    /** Reads files, writes into memory. */
    private static final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        /** Else the class path is searched for sources, too. */
        MemoryFiles(StandardJavaFileManager files) throws IOException {
            super(files);
            files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
        }

        Iterable<? extends JavaFileObject> of(Path source) {
            return fileManager.getJavaFileObjects(source);
        }

        Map<String, byte[]> classes() {
            return written.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, each -> each.getValue().toByteArray()));
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    written.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}

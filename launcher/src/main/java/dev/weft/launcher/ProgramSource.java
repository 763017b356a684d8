package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs in one Java source file each: compiled when they are run, kept in memory alone. */
final class ProgramSource implements ProgramOrigin {
    private static final String EXTENSION = ".java";

    /** By the names under which the files were given. */
    private final Map<String, Map<String, byte[]>> classesOfFiles;

    private final Map<String, byte[]> classes = new HashMap<>();
    private final ProgramOrigin library;
    private final ClassLoader loader;

    private ProgramSource(Map<String, Map<String, byte[]>> classesOfFiles, ProgramOrigin library) {
        this.classesOfFiles = classesOfFiles;
        this.library = library;
        classesOfFiles.forEach((file, ofFile) -> ofFile.forEach((name, bytes) -> {
            if (classes.put(name, bytes) != null) {
                throw new UsageException(
                        "class " + name + " of " + file + " is another file's, too: give it another name or package");
            }
        }));
        this.loader = new MemoryLoader(classes, library.loader());
    }

    static boolean isNamed(String program) {
        return program.endsWith(EXTENSION);
    }

    /** {@code Reach} of {@code examples/Reach.java}. */
    static String nameOf(String program) {
        String file = program.substring(program.lastIndexOf('/') + 1);
        return file.substring(0, file.length() - EXTENSION.length());
    }

    /** Compiles the files against the jars; closes the library if that fails. */
    static ProgramSource compile(
            List<String> sources, List<Said> jars, ProgramOrigin library, boolean quiet, PrintStream said)
            throws IOException {
        var compiler = SourceCompiler.against(
                jars.stream().map(jar -> Path.of(jar.text())).toList());
        try {
            var classesOfFiles = new LinkedHashMap<String, Map<String, byte[]>>();
            for (String source : sources) {
                Path file = existing(Path.of(source));
                Map<String, byte[]> classes = compiler.compile(file, quiet, said);
                refuseKnown(classes, file, library.loader());
                classesOfFiles.put(source, classes);
            }
            return new ProgramSource(classesOfFiles, library);
        } catch (IOException | RuntimeException failed) {
            library.close();
            throw failed;
        }
    }

    /** Workers, which have one class path, would take the other class. */
    private static void refuseKnown(Map<String, byte[]> classes, Path file, ClassLoader others) {
        for (String name : classes.keySet()) {
            URL other = others.getResource(name.replace('.', '/') + ".class");
            if (other != null) {
                throw new UsageException("class " + name + " of " + file + " stands in " + other
                        + ", too: give it another name or package, or leave that out");
            }
        }
    }

    private static Path existing(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new UsageException(file + " does not exist" + hint(file));
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UsageException(file + " can't be read: name a Java source file");
        }
        return file;
    }

    private static String hint(Path file) throws IOException {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        if (!Files.isDirectory(folder)) {
            return ": there is no folder " + folder;
        }
        try (Stream<Path> beside = Files.list(folder)) {
            var sources = beside.map(each -> String.valueOf(each.getFileName()))
                    .filter(ProgramSource::isNamed)
                    .toList();
            String hint = Spelling.hint(String.valueOf(file.getFileName()), sources);
            return hint.isEmpty() ? ": name a Java source file" : hint;
        }
    }

    @Override
    public Supplier<? extends Program> program(String name) {
        return isNamed(name) ? programOf(name) : library.program(name);
    }

    /** The one public program of the file's top-level classes, or the one there is. */
    private Supplier<? extends Program> programOf(String file) {
        List<Class<? extends Program>> programs = programs(file);
        List<Class<? extends Program>> known = programs.stream()
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .toList();
        List<Class<? extends Program>> candidates = known.isEmpty() ? programs : known;
        if (candidates.isEmpty()) {
            throw new UsageException(file + " has no program: let its public class implement " + Program.class.getName()
                    + (hasMain(file)
                            ? " (it has a main method: java can run it, with Weft's jars as its class path)"
                            : ""));
        }
        if (candidates.size() > 1) {
            throw new UsageException(file + " has several programs, "
                    + candidates.stream().map(Class::getName).collect(Collectors.joining(", "))
                    + ": leave one, or make one of them public");
        }
        return new ProgramConstructor(constructor(candidates.getFirst(), file));
    }

    private List<Class<? extends Program>> programs(String file) {
        return topLevel(file)
                .filter(Program.class::isAssignableFrom)
                .filter(Predicate.not(type -> Modifier.isAbstract(type.getModifiers())))
                .<Class<? extends Program>>map(type -> type.asSubclass(Program.class))
                .toList();
    }

    private boolean hasMain(String file) {
        return topLevel(file)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .anyMatch(method -> method.getName().equals("main"));
    }

    private Stream<Class<?>> topLevel(String file) {
        return classesOfFiles.getOrDefault(file, Map.of()).keySet().stream()
                .sorted()
                .<Class<?>>map(name -> load(name, file))
                .filter(type -> type.getNestHost() == type);
    }

    private Class<?> load(String name, String file) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError broken) {
            throw new UsageException("class " + name + " of " + file + " can't be loaded: " + broken, broken);
        }
    }

    private static Constructor<? extends Program> constructor(Class<? extends Program> program, String file) {
        try {
            Constructor<? extends Program> constructor = program.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException others) {
            var sentence = "class " + program.getName() + " in " + file
                    + " needs a constructor without parameters: each rank makes an object";
            throw new UsageException(sentence, others);
        }
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public ClusterSpec broughtTo(ClusterSpec workers) {
        return library.broughtTo(workers).workerClasses(classes);
    }

    @Override
    public void close() throws IOException {
        library.close();
    }
}

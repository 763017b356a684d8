package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user's jars: their programs, loaded by a class loader of their own. Open as long as they run. */
final class ProgramJar implements ProgramOrigin {
    /** What the first is called where something is wrong with it. */
    private final String said;

    private final List<Path> files;
    private final List<String> classes;
    private final URLClassLoader loader;

    private ProgramJar(String said, List<Path> files, List<String> classes) throws IOException {
        this.said = said;
        this.files = files;
        this.classes = classes;
        var urls = new ArrayList<URL>();
        for (Path file : files) {
            urls.add(file.toUri().toURL());
        }
        this.loader = new URLClassLoader(urls.toArray(URL[]::new), ProgramJar.class.getClassLoader());
    }

    /** @param jars one at least */
    static ProgramJar open(List<Said> jars) throws IOException {
        var classes = new ArrayList<String>();
        var files = new LinkedHashSet<Path>();
        for (Said jar : jars) {
            Path file = Path.of(jar.text());
            if (files.add(file)) {
                classes.addAll(classNames(jar.name() + "=" + file, file));
            }
        }
        Said first = jars.getFirst();
        return new ProgramJar(first.name() + "=" + first.text(), List.copyOf(files), classes);
    }

    private static List<String> classNames(String said, Path file) {
        if (!Files.exists(file)) {
            throw new UsageException(said + " does not exist: name the jar that holds the program");
        }
        try (var jar = new JarFile(file.toFile())) {
            return classNames(jar);
        } catch (IOException notAJar) {
            throw new UsageException(said + " can't be read as a jar (" + notAJar.getMessage() + ")", notAJar);
        }
    }

    /** The program that a provider in the jar or of Weft offers under this name, else the jar's class of this name. */
    @Override
    public Supplier<? extends Program> program(String name) {
        var offered = new Programs(providers());
        return offered.find(name)
                .or(() -> Programs.onClassPath().find(name))
                .orElseGet(() -> new ProgramConstructor(constructor(programClass(name, offered.names()))));
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public ClusterSpec broughtTo(ClusterSpec workers) {
        return workers.workerJars(files.stream().map(Path::toAbsolutePath).toList());
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private List<ProgramProvider> providers() {
        return ServiceLoader.load(ProgramProvider.class, loader).stream()
                .filter(provider -> loader.equals(provider.type().getClassLoader()))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private Class<? extends Program> programClass(String name, List<String> offered) {
        Class<?> loaded = load(name, offered);
        if (!Program.class.isAssignableFrom(loaded)) {
            throw new UsageException("class " + name + " in " + fileNames() + " is no program: let it implement "
                    + Program.class.getName());
        }
        return loaded.asSubclass(Program.class);
    }

    private Class<?> load(String name, List<String> offered) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException absent) {
            throw new UsageException(said + " has no program or class " + name + hint(name, offered), absent);
        } catch (LinkageError broken) {
            throw new UsageException("class " + name + " in " + fileNames() + " can't be loaded: " + broken, broken);
        }
    }

    private String fileNames() {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** Most people forget the package. */
    private String hint(String name, List<String> offered) {
        return classes.stream()
                .filter(full -> full.endsWith("." + name))
                .findFirst()
                .map(full -> "; did you mean " + full + "?")
                .orElseGet(() -> Spelling.hint(
                        name, Stream.concat(offered.stream(), classes.stream()).toList()));
    }

    private Constructor<? extends Program> constructor(Class<? extends Program> program) {
        try {
            var constructor = program.getConstructor();
            if (Modifier.isAbstract(program.getModifiers()) || !Modifier.isPublic(program.getModifiers())) {
                throw new UsageException(
                        "class " + program.getName() + " can't be made: it must be public and not abstract");
            }
            return constructor;
        } catch (NoSuchMethodException hidden) {
            var sentence = "class " + program.getName()
                    + " needs a public constructor without parameters: each rank makes an object";
            throw new UsageException(sentence, hidden);
        }
    }

    private static List<String> classNames(JarFile jar) {
        return jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                .map(name ->
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                .toList();
    }
}

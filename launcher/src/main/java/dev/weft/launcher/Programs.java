package dev.weft.launcher;

import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** The programs that come with Weft, in the order of their names. */
record Programs(List<ProgramProvider> all) implements ProgramOrigin {

    static Programs onClassPath() {
        return new Programs(ServiceLoader.load(ProgramProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ProgramProvider::name))
                .toList());
    }

    @Override
    public Supplier<? extends Program> program(String name) {
        return find(name).orElseThrow(() -> new UsageException(unknown(name)));
    }

    Optional<Supplier<? extends Program>> find(String name) {
        return all.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .map(ProgramProvider::program);
    }

    List<String> names() {
        return all.stream().map(ProgramProvider::name).toList();
    }

    @Override
    public ClassLoader loader() {
        return Programs.class.getClassLoader();
    }

    @Override
    public ClusterSpec broughtTo(ClusterSpec workers) {
        return workers;
    }

    private String unknown(String name) {
        String source = name.substring(name.lastIndexOf('.') + 1) + ".java";
        boolean beside = Files.isRegularFile(Path.of(source));
        if (name.contains(".")) {
            return "program class " + name + " can't be found without its jar: name that with --jar FILE, or give "
                    + (beside ? source : "its source, FILE.java");
        }
        String hint = beside ? "; did you mean " + source + "?" : Spelling.hint(name, names());
        return "unknown program '" + name + "'" + hint + " (there are " + String.join(", ", names())
                + "; a program of your own: FILE.java, or its class with --jar FILE)";
    }
}

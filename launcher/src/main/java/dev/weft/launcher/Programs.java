package dev.weft.launcher;

import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.UsageException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** The programs that come with Weft, in the order of their names. */
record Programs(List<ProgramProvider> all) {

    static Programs onClassPath() {
        return new Programs(ServiceLoader.load(ProgramProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ProgramProvider::name))
                .toList());
    }

    Supplier<? extends Program> named(String name) {
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

    private String unknown(String name) {
        if (name.endsWith(".java")) {
            return name + " is source code: compile it into a jar, and run its class with --jar FILE";
        }
        if (name.contains(".")) {
            return "program class " + name + " can't be found without its jar: name that with --jar FILE";
        }
        return "unknown program '" + name + "'" + Spelling.hint(name, names()) + " (there are "
                + String.join(", ", names()) + "; a program of your own needs --jar FILE)";
    }
}

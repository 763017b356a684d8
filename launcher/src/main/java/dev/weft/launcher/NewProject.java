package dev.weft.launcher;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * A project that {@code weft new} writes, from the templates in {@code project/}.
 *
 * @param packageName of its program
 * @param className of its program
 */
record NewProject(Path folder, String name, String packageName, String className) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*");
    /** Classes that the templates name without their packages. */
    private static final Set<String> TAKEN = Set.of(
            "Edges",
            "Frontier",
            "Graph",
            "JobResult",
            "Long",
            "LongEdgeFunction",
            "Map",
            "Op",
            "Override",
            "Program",
            "Rank",
            "Test",
            "Weft");

    /** @throws UsageException if the folder's name is no name for a project, or there is no such package */
    static NewProject named(Path folder, Optional<String> packageName) {
        String name = String.valueOf(folder.getFileName());
        if (!NAME.matcher(name).matches()) {
            throw new UsageException(
                    "NAME=" + name
                            + " can't be a project's name: begin with a letter, and go on with letters, digits, single - and _");
        }
        return new NewProject(folder, name, packageName(name, packageName), className(name));
    }

    private static String packageName(String name, Optional<String> given) {
        String chosen = given.orElse(name.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""));
        if (!SourceVersion.isName(chosen) || chosen.startsWith("java.")) {
            throw new UsageException((given.isPresent() ? "--package=" : "NAME=" + name + " gives the package ")
                    + chosen + ", which Java doesn't take: give one as --package org.example.graphs");
        }
        return chosen;
    }

    /** {@code my-graphs} is {@code MyGraphs}. */
    private static String className(String name) {
        var letters = new StringBuilder();
        for (String word : name.split("[-_]", -1)) {
            letters.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return TAKEN.contains(letters.toString()) ? "My" + letters : letters.toString();
    }

    /** Where its program stands, from its folder. */
    String source() {
        return "src/main/java/" + path() + "/" + className + ".java";
    }

    private String path() {
        return packageName.replace('.', '/');
    }

    /** Template by the file that it becomes. */
    private Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put("pom.xml", "pom.xml");
        files.put("README.md", "README.md");
        files.put(".gitignore", "gitignore");
        files.put(source(), "Program.java");
        files.put("src/test/java/" + path() + "/" + className + "Test.java", "ProgramTest.java");
        return files;
    }

    /** @throws UsageException if the folder holds something already, or can't be made */
    void write() {
        refuseWhatIsThere();
        files().forEach((file, template) -> {
            Path written = folder.resolve(file);
            try {
                Files.createDirectories(Objects.requireNonNull(written.getParent()));
                Files.writeString(written, text(template));
            } catch (IOException refused) {
                throw new UsageException(
                        written + " can't be written (" + refused + "): choose another folder", refused);
            }
        });
    }

    private void refuseWhatIsThere() {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is a file: choose another name");
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw new UsageException(folder + " is not empty: choose another name");
            }
        } catch (IOException unreadable) {
            throw new UsageException(folder + " can't be read: choose another name", unreadable);
        }
    }

    private String text(String template) {
        return template(template)
                .replace("{{name}}", name)
                .replace("{{package}}", packageName)
                .replace("{{path}}", path())
                .replace("{{class}}", className);
    }

    private static String template(String name) {
        try (var in = Objects.requireNonNull(NewProject.class.getResourceAsStream("project/" + name + ".txt"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A jar as a user brings it, compiled by the test. */
final class CompiledJar {
    private CompiledJar() {}

    /** @param sources by the files' names */
    static Path write(Path jar, Map<String, String> sources) throws IOException {
        Path folder = Files.createTempDirectory(jar.getParent(), "classes");
        var words = new ArrayList<>(
                List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")));
        for (var source : sources.entrySet()) {
            words.add(Files.writeString(folder.resolve(source.getKey()), source.getValue())
                    .toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                .isZero();
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> classes = Files.walk(folder)) {
            for (Path file :
                    classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}

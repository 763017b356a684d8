package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.Program;
import dev.weft.runtime.Weft;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root", ".."));
    private static final Pattern PAGE_RANK =
            Pattern.compile("```java\n(public final class PageRank .*?)```", Pattern.DOTALL);
    private static final String IMPORTS = "import dev.weft.graph.*;\nimport dev.weft.runtime.*;\n";

    @TempDir
    private Path folder;

    @Test
    void itsPageRankCompilesAndGivesTheBitsOfTheBuiltInOne() throws Exception {
        Map<String, Object> args = Map.of("graph", "kronecker:scale=9", "iterations", 20);
        try (var weft = Weft.local();
                var loader = new URLClassLoader(new URL[] {compiled().toUri().toURL()})) {
            Supplier<Program> program = constructor(loader);
            assertThat(weft.run(program, args).result().doubles("pagerank"))
                    .isEqualTo(weft.run(PageRank::new, args).result().doubles("pagerank"));
        }
    }

    private Path compiled() throws IOException {
        var found = PAGE_RANK.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(found.find()).as("README.md has a PageRank").isTrue();
        Path source = folder.resolve("PageRank.java");
        Files.writeString(source, IMPORTS + found.group(1));
        int problems = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
        assertThat(problems)
                .as("problems that the compiler has with README.md's PageRank")
                .isZero();
        return folder;
    }

    private static Supplier<Program> constructor(ClassLoader loader) throws ReflectiveOperationException {
        var constructor = loader.loadClass("PageRank").asSubclass(Program.class).getDeclaredConstructor();
        return () -> {
            try {
                return constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}

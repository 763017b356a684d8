package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what runs. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root", ".."));
    private static final String CLASS = "public final class PageRank implements Program {";

    @Test
    void itsPageRankIsTheOneThatWeftRuns() throws IOException {
        String source =
                Files.readString(ROOT.resolve("graph-engine/src/main/java/dev/weft/graph/algorithms/PageRank.java"));
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("```java\n" + source.substring(source.indexOf(CLASS)) + "```");
    }
}

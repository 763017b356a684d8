package dev.weft.launcher.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> NAMES = List.of("pagerank", "bfs", "wcc");

    @Test
    void findsTheNameThatWasMeant() {
        assertThat(Spelling.nearest("pagernak", NAMES)).contains("pagerank");
        assertThat(Spelling.nearest("PageRank", NAMES)).contains("pagerank");
        assertThat(Spelling.nearest("bsf", NAMES)).contains("bfs");
    }

    @Test
    void guessesNothingFarAway() {
        assertThat(Spelling.nearest("triangles", NAMES)).isEmpty();
        assertThat(Spelling.nearest("x", List.of())).isEmpty();
    }

    @Test
    void countsEdits() {
        assertThat(Spelling.edits("", "abc")).isEqualTo(3);
        assertThat(Spelling.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.edits("ab", "ba")).isEqualTo(1);
    }
}

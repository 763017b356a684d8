package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    @TempDir
    private Path folder;

    private Path jar;
    private Path classes;

    @BeforeEach
    void write() throws IOException {
        jar = Files.writeString(folder.resolve("a.jar"), "some bytes");
        classes = Files.createDirectories(folder.resolve("classes/org/example"));
        Files.writeString(classes.resolve("A.class"), "A");
        classes = folder.resolve("classes");
    }

    @Test
    void theSameClassesAreTheSameBundle() throws IOException {
        Bundle first = Bundle.of(List.of(jar, classes, folder.resolve("none")));
        Bundle again = Bundle.of(List.of(jar, classes));
        assertThat(first.name()).isEqualTo(again.name()).matches("[0-9a-f]{64}");
        assertThat(first.digests()).hasSize(2);
        Files.writeString(classes.resolve("org/example/A.class"), "B");
        Bundle changed = Bundle.of(List.of(jar, classes));
        assertThat(changed.name()).isNotEqualTo(first.name());
        assertThat(changed.digests()).element(0).isEqualTo(first.digests().getFirst());
    }

    @Test
    void whatIsThereIsNotBroughtAgain() throws IOException {
        Bundle all = Bundle.of(List.of(jar, classes, jar));
        assertThat(all.digests()).as("on the class path").hasSize(3);
        Bundle missing = all.without(List.of(all.digests().get(1)));
        assertThat(missing.table()).containsExactly(all.digests().getFirst(), "10");
        var out = new ByteArrayOutputStream();
        missing.write(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("some bytes");
        assertThat(missing.bytes()).isEqualTo(10);
    }
}

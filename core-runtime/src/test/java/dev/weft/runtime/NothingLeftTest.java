package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NothingLeftTest {
    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static List<String> openFiles(String containing) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                String target = Files.isSymbolicLink(descriptor)
                        ? Files.readSymbolicLink(descriptor).toString()
                        : "";
                if (target.contains(containing)) {
                    found.add(target);
                }
            }
        }
        return found;
    }

    private static void runSomething(Weft weft) {
        weft.run(
                        () -> rank -> {
                            for (long _ : rank.steps(3)) {
                                rank.team().forEachChunk(20, (chunk, thread) -> {});
                            }
                        },
                        Map.of("ranks", 2, "threads", 3))
                .result();
    }

    @Test
    void noThreadIsLeft() {
        Set<Thread> before = threads();
        for (int round = 0; round < 15; round++) {
            try (var weft = Weft.local()) {
                runSomething(weft);
            }
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aJobLeavesNoThreadToItsInstance() {
        try (var weft = Weft.local()) {
            runSomething(weft);

            assertThat(threads()).extracting(Thread::getName).noneMatch(name -> name.contains("-rank-"));
        }
    }

    @Test
    void whatIsOpenIsDaemonsOnlyAndFew() {
        Set<Thread> before = threads();
        try (var weft = Weft.local()) {
            weft.run(() -> rank -> {}, Map.of()).result();
            Set<Thread> open = threads();
            open.removeAll(before);

            assertThat(open)
                    .hasSizeLessThanOrEqualTo(8)
                    .allMatch(Thread::isDaemon)
                    .allSatisfy(thread -> assertThat(thread.getName()).startsWith("weft-"));
        }
    }

    @Test
    void noPortIsOpenedAndNoFileIsLeft() throws IOException {
        List<String> sockets = openFiles("socket:");
        try (var weft = Weft.local()) {
            runSomething(weft);
            assertThat(openFiles("socket:")).hasSameSizeAs(sockets);
        }
        assertThat(openFiles("socket:")).hasSameSizeAs(sockets);
        assertThat(openFiles("weft")).allMatch(file -> file.endsWith(".jar"));
    }
}

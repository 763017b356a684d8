package dev.weft.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.store.FaultyStore;
import dev.weft.checkpoint.store.Retries;
import dev.weft.checkpoint.store.StoreOptions;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectStoresTest {
    @TempDir
    private Path folder;

    @Test
    void opensFoldersByUriAndByPath() throws StoreException {
        try (var byUri = ObjectStores.open(folder.resolve("a store").toUri().toString());
                var byPath = ObjectStores.open(folder.resolve("a store").toString())) {
            byUri.put("key", Body.of("bytes"));
            assertThat(byPath.get("key")).hasValue("bytes".getBytes(UTF_8));
            assertThat(byUri).hasToString(folder.resolve("a store").toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://bucket/jobs", "file:jobs", "file://host/jobs", "hdfs:/jobs"})
    void saysWhichAddressesItKnows(String address) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> ObjectStores.open(address))
                .withMessageContaining("file:/folder")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NO_PLACE));
    }

    @Test
    void injectedFaultsAreBehindTheRetries() throws StoreException {
        var options = StoreOptions.defaults()
                .withRetries(new Retries(Duration.ofNanos(1), Duration.ofMillis(1), Duration.ofSeconds(30)))
                .withFaults(store -> new FaultyStore(store, 0.5, 7));
        try (var store = ObjectStores.open(folder.resolve("faulty").toString(), options)) {
            for (int i = 0; i < 50; i++) {
                assertThat(store.create("epochs/" + i, Body.of("mine " + i))).isTrue();
            }
            assertThat(store.list("", "", 100)).hasSize(50);
        }
    }

    /** A program with its own class path need not have the SDK, and none of it is loaded without need. */
    @Test
    void theSdkIsNeededForS3Alone() throws Exception {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("awssdk"))
                .collect(Collectors.joining(File.pathSeparator));
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        without,
                        WithoutSdk.class.getName(),
                        folder.resolve("store").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).startsWith("bytes\nNO_PLACE: s3: addresses need the AWS SDK on the class path");
    }

    static final class WithoutSdk {
        private WithoutSdk() {}

        public static void main(String[] arguments) throws StoreException {
            try (var store = ObjectStores.open(arguments[0])) {
                store.put("key", Body.of("bytes"));
                System.out.println(new String(store.get("key").orElseThrow(), UTF_8));
            }
            try (var store = ObjectStores.open("s3://bucket/jobs")) {
                System.out.println("opened " + store);
            } catch (StoreException e) {
                System.out.println(e.kind() + ": " + e.getMessage());
            }
        }
    }
}

package dev.weft.checkpoint.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStore.Entry;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStoreTest extends ObjectStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected ObjectStore open() throws StoreException {
        return FileStore.open(folder.resolve("store"), Limits.DEFAULT);
    }

    @Test
    void anObjectIsAFileAndNothingElseIsLeft() throws IOException {
        store.put("checkpoints/10/1/part-0", Body.of("bytes"));
        store.create("epochs/1", Body.of("epoch"));
        store.create("epochs/1", Body.of("another"));
        store.put("gone/for/good", Body.of("x"));
        store.delete("gone/for/good");

        assertThat(filesBelow(folder.resolve("store")))
                .containsExactlyInAnyOrder("checkpoints/10/1/part-0", "epochs/1");
        assertThat(folder.resolve("store/gone")).doesNotExist();
        assertThat(folder.resolve("store/epochs/1")).hasContent("epoch");
    }

    @Test
    void filesThatAreNoObjectsAreNotListed() throws IOException {
        Path root = folder.resolve("store");
        Files.writeString(root.resolve("a file of somebody's"), "x");
        Files.writeString(root.resolve(".hidden"), "x");
        Files.createDirectories(root.resolve("empty/folder"));
        store.put("object", Body.of("bytes"));

        assertThat(store.list("", "", 10)).containsExactly(new Entry("object", 5));
    }

    @Test
    void foldersComeAndGoUnderWriters() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var all = Stream.of(0, 1, 2, 3)
                    .map(writer -> threads.submit(() -> {
                        for (int i = 0; i < 100; i++) {
                            String key = "shared/folder/" + writer + "-" + i;
                            assertThat(store.create(key, Body.of(key))).isTrue();
                            assertThat(store.get(key)).hasValue(key.getBytes(UTF_8));
                            store.delete(key);
                        }
                        return true;
                    }))
                    .toList();
            for (var one : all) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void namesWhatIsWrongWithAFolder() throws IOException {
        assertFails(Kind.NO_PLACE, () -> FileStore.open(folder.resolve("no/store"), Limits.DEFAULT))
                .withMessage("can't keep objects in " + folder.resolve("no/store") + ": there is no folder "
                        + folder.resolve("no") + ": make it first (mkdir -p)");
        Path file = Files.createFile(folder.resolve("file"));
        assertFails(Kind.NO_PLACE, () -> FileStore.open(file, Limits.DEFAULT)).withMessageContaining("is not a folder");
        assertFails(
                Kind.DENIED,
                () -> FileStore.open(Path.of("/proc/weft"), Limits.DEFAULT).put("a", Body.of("b")));
    }

    @Test
    void namesAFullDisk() throws Exception {
        Path disk = mounted("size=256k");
        try {
            var small = FileStore.open(disk.resolve("store"), Limits.DEFAULT);
            small.put("kept", Body.of("bytes"));
            assertFails(Kind.FULL, () -> small.put("long", Body.of(new byte[1 << 20])))
                    .withMessage("can't write long to " + disk.resolve("store")
                            + ": the disk is full: make room, or name another folder");
            assertFails(Kind.FULL, () -> small.create("long", Body.of(new byte[1 << 20])));
            assertFails(Kind.FULL, () -> Transfers.put(small, "long", Body.of(new byte[20 << 20]), 2));
            assertThat(filesBelow(disk.resolve("store"))).containsExactly("kept");
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void namesAReadOnlyDisk() throws Exception {
        Path disk = mounted("size=256k");
        try {
            var readOnly = FileStore.open(disk.resolve("store"), Limits.DEFAULT);
            readOnly.put("kept", Body.of("bytes"));
            run("mount", "-o", "remount,ro", disk.toString());
            assertFails(Kind.READ_ONLY, () -> readOnly.create("new", Body.of("x")))
                    .withMessageContaining("can't create new in " + disk.resolve("store"))
                    .withMessageContaining("read-only");
            assertFails(Kind.READ_ONLY, () -> readOnly.delete("kept"));
            assertThat(readOnly.get("kept")).hasValue("bytes".getBytes(UTF_8));
        } finally {
            run("umount", disk.toString());
        }
    }

    /** VFAT has no hard links; a folder of one can't be made without a device, so this is the only test that may be left out. */
    @Test
    void aFileSystemWithoutHardLinksIsRefused() throws Exception {
        Path image = folder.resolve("image");
        Path disk = Files.createDirectory(folder.resolve("vfat"));
        Files.write(image, new byte[4 << 20]);
        assumeTrue(run("mkfs.vfat", image.toString()), "mkfs.vfat is not there");
        assumeTrue(run("mount", "-o", "loop", image.toString(), disk.toString()), "mounting a loop device needs root");
        try {
            var vfat = FileStore.open(disk.resolve("store"), Limits.DEFAULT);
            assertFails(Kind.UNSUITABLE, () -> StoreProbe.prove(vfat)).withMessageContaining("no hard links");
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void anAttemptHasADeadline() throws IOException {
        var hasty = FileStore.open(folder.resolve("hasty"), new Limits(Duration.ofNanos(1), 1L << 40));

        assertFails(Kind.TIMEOUT, () -> hasty.put("key", Body.of(new byte[4 << 20])))
                .withMessageContaining("not done after");
        assertThat(filesBelow(folder.resolve("hasty"))).isEmpty();
    }

    @Test
    void anInterruptEndsACall() throws StoreException {
        Thread.currentThread().interrupt();

        assertFails(Kind.INTERRUPTED, () -> store.put("key", Body.of(new byte[4 << 20])));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.get("key")).isEmpty();
        assertThat(store.sweep(Instant.now().plusSeconds(60))).isZero();
    }

    @Test
    void aKilledWriterLeavesWholeObjectsOnly() throws Exception {
        killWriters(3);
    }

    @Tag("long")
    @Test
    void manyKilledWritersLeaveWholeObjectsOnly() throws Exception {
        killWriters(40);
    }

    private void killWriters(int rounds) throws Exception {
        var random = new Random(11);
        for (int round = 0; round < rounds; round++) {
            Path root = folder.resolve("round-" + round);
            var process = writer(root);
            try (InputStream out = process.getInputStream()) {
                assertThat(out.read()).as("the writer's first object").isEqualTo('.');
                Thread.sleep(random.nextInt(150));
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertWhole(FileStore.open(root, Limits.DEFAULT), "round " + round);
        }
    }

    private static Process writer(Path root) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void assertWhole(ObjectStore store, String description) throws StoreException {
        List<Entry> entries = store.list("", "", ObjectStore.PAGE);
        assertThat(entries).as(description).isNotEmpty();
        for (var entry : entries) {
            byte[] bytes = store.get(entry.key()).orElseThrow();
            assertThat(bytes).as(description + " " + entry.key()).isEqualTo(EndlessWriter.content(entry.key()));
        }
        assertThat(store.sweep(Instant.now().plusSeconds(60))).as(description).isLessThanOrEqualTo(3);
        assertThat(store.sweep(Instant.now().plusSeconds(60))).as(description).isZero();
    }

    /** Creates, puts and uploads objects whose bytes follow from their keys. */
    static final class EndlessWriter {
        private EndlessWriter() {}

        public static void main(String[] arguments) throws Exception {
            var store = FileStore.open(Path.of(arguments[0]), Limits.DEFAULT);
            for (int i = 0; ; i++) {
                store.create("created/" + i, Body.of(content("created/" + i)));
                store.put("put/" + i, Body.of(content("put/" + i)));
                try (var upload = store.upload("uploaded/" + i, 5 << 20)) {
                    upload.part(0, Body.of(content("uploaded/" + i)));
                    upload.complete(1);
                }
                System.out.print('.');
                System.out.flush();
            }
        }

        static byte[] content(String key) {
            return randomBytes(1 << 19, key.hashCode());
        }
    }

    private Path mounted(String options) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "weft-test", disk.toString()), "mounting needs root");
        return disk;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> filesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }
}

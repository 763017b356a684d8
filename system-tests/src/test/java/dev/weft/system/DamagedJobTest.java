package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.PartsReader;
import dev.weft.checkpoint.save.Verification;
import dev.weft.checkpoint.save.Verification.Finding;
import dev.weft.checkpoint.save.Verification.State;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import dev.weft.runtime.saving.Begun;
import dev.weft.runtime.saving.CheckpointBook;
import dev.weft.runtime.saving.SavedJob;
import dev.weft.runtime.saving.StoreFaults;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The objects of a real job are damaged, one to three at a time: it is found, the newest checkpoint that is whole is taken, and it is said which were
 * not and why. Where it can't be known any more which checkpoints count, the job is refused.
 */
class DamagedJobTest {
    private static final int FEW = 100;
    private static final int MANY = 1_000;
    /** So many cases between two whose job is run to its end. */
    private static final int RUN_EACH = 20;

    private static final SavedProgram PROGRAM = SavedProgram.TWO_ARRAYS;
    private static final Pattern OF_CHECKPOINT = Pattern.compile("checkpoints/0-0*(\\d+)/\\d+/.*");

    @TempDir
    private Path folder;

    private Path store;
    private String job;
    private Map<Long, Map<Integer, String>> blocks;

    /** Of two epochs, with three checkpoints of two ranks. */
    @BeforeEach
    void save() throws Exception {
        store = Files.createDirectory(folder.resolve("store"));
        try (Weft weft = Weft.local()) {
            Job first = weft.run(spec(CheckpointSpec.of(store.toString(), new SaveInterval.EverySteps(3))));
            job = first.id();
            while (first.progress().step() < 8) {
                Thread.sleep(1); // progress has no event to wait for
            }
            first.drain();
            assertThatThrownBy(first::result).isInstanceOf(DrainedException.class);
            PROGRAM.assertUndisturbed(weft.run(spec(resumed(store))).result(), "taken up");
        }
        try (JobStore whole = open(store)) {
            assertThat(whole.epochs()).hasSize(2);
            blocks = new HashMap<>();
            for (Finding finding : Verification.of(whole)) {
                assertThat(finding.state()).isEqualTo(State.WHOLE);
                Manifest manifest = whole.read(finding.name());
                blocks.put(manifest.at().step(), blocks(whole, manifest));
            }
        }
        assertThat(blocks).hasSize(3);
    }

    private static JobSpec spec(CheckpointSpec saved) {
        return PROGRAM.slowly(2).arg(Slowly.MILLIS, 5).checkpoint(saved);
    }

    private CheckpointSpec resumed(Path where) {
        return CheckpointSpec.of(where.toString(), new SaveInterval.EverySteps(3))
                .resume(job);
    }

    private JobStore open(Path where) {
        return SavedJob.open(where.resolve(job).toString(), StoreFaults.none());
    }

    private static Map<Integer, String> blocks(JobStore of, Manifest manifest) throws Exception {
        var blocks = new ConcurrentHashMap<Integer, String>();
        new PartsReader(of.store())
                .read(
                        manifest.parts(),
                        (partition, block) ->
                                blocks.put(partition, HexFormat.of().formatHex(block.toArray(ValueLayout.JAVA_BYTE))));
        return blocks;
    }

    @Test
    @Timeout(120)
    void aFew() throws Exception {
        damaged(FEW);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void many() throws Exception {
        damaged(MANY);
    }

    private void damaged(int cases) throws Exception {
        long seed = System.nanoTime();
        System.out.println("DamagedJobTest seed=" + seed);
        int refused = 0;
        int older = 0;
        for (int i = 0; i < cases; i++) {
            var damaged = new Case(seed + i);
            damaged.check(i % RUN_EACH == 0);
            refused += damaged.isRefused() ? 1 : 0;
            older += damaged.isOlder() ? 1 : 0;
        }
        System.out.println("DamagedJobTest: " + cases + " cases, " + refused + " refused, " + older
                + " went on from an older checkpoint");
        assertThat(refused).isBetween(cases / 20, cases / 2);
        assertThat(older).isBetween(cases / 5, cases);
    }

    /** A copy of the job, damaged. */
    private final class Case {
        private final Random random;
        private final Path copy;
        private final StringBuilder text;
        private final NavigableSet<Long> hurt = new TreeSet<>();
        /** Without a manifest: like those whose saves did not end. */
        private final NavigableSet<Long> vanished = new TreeSet<>();

        private boolean recordHurt;

        Case(long seed) throws Exception {
            random = new Random(seed);
            text = new StringBuilder("seed=" + seed);
            copy = folder.resolve("case-" + seed);
            for (Path file : files(store)) {
                Path to = copy.resolve(store.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
            int damages = 1 + Math.max(0, random.nextInt(6) - 3);
            for (int i = 0; i < damages; i++) {
                damage();
            }
            compare();
        }

        private static List<Path> files(Path below) throws IOException {
            try (Stream<Path> files = Files.walk(below)) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().contains("/.tmp/"))
                        .sorted()
                        .toList();
            }
        }

        private void damage() throws Exception {
            List<Path> files = files(copy).stream()
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            int kind = random.nextInt(10);
            text.append(' ').append(copy.relativize(file)).append(" kind=").append(kind);
            switch (kind) {
                case 0, 1 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                case 2 -> Files.delete(file);
                case 3 -> swap(file, bytes, files);
                case 4 -> Files.write(file, ofAnotherVersion(file, bytes));
                default -> {
                    int bit = random.nextInt(8 * bytes.length);
                    bytes[bit / 8] ^= (byte) (1 << bit % 8);
                    Files.write(file, bytes);
                }
            }
        }

        /** With another of its kind. */
        private void swap(Path file, byte[] bytes, List<Path> files) throws IOException {
            List<Path> others = files.stream()
                    .filter(other -> !other.equals(file) && kind(other).equals(kind(file)))
                    .toList();
            if (!others.isEmpty()) {
                Path other = others.get(random.nextInt(others.size()));
                Files.write(file, Files.readAllBytes(other));
                Files.write(other, bytes);
            }
        }

        /** What differs from the job that was saved. */
        private void compare() throws IOException {
            for (Path original : files(store)) {
                Path file = copy.resolve(store.relativize(original));
                if (Files.exists(file) && Files.mismatch(original, file) < 0) {
                    continue;
                }
                Matcher of = OF_CHECKPOINT.matcher(
                        store.resolve(job).relativize(original).toString());
                if (!of.matches()) {
                    recordHurt = true;
                    continue;
                }
                hurt.add(Long.parseLong(of.group(1)));
                if (file.endsWith("manifest") && !Files.exists(file)) {
                    vanished.add(Long.parseLong(of.group(1)));
                }
            }
        }

        private static String kind(Path file) {
            return file.getFileName().toString().replaceAll("[-\\d].*", "");
        }

        /** Whole but for its version; what has no version becomes noise. */
        private byte[] ofAnotherVersion(Path file, byte[] bytes) throws Exception {
            byte[] other = bytes.clone();
            if (kind(file).equals("parts") || other.length < 44) {
                random.nextBytes(other);
                return other;
            }
            ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 2 + random.nextInt(100));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(other, 0, other.length - 32);
            System.arraycopy(digest.digest(), 0, other, other.length - 32, 32);
            return other;
        }

        boolean isRefused() {
            return recordHurt || remaining().isEmpty();
        }

        boolean isOlder() {
            return !isRefused() && remaining().last() < newest();
        }

        private NavigableSet<Long> remaining() {
            var remaining = new TreeSet<>(blocks.keySet());
            remaining.removeAll(hurt);
            return remaining;
        }

        /** Steps of which an object is left. */
        private NavigableSet<Long> traces() throws IOException {
            var steps = new TreeSet<Long>();
            for (Path file : files(copy)) {
                Matcher of =
                        OF_CHECKPOINT.matcher(copy.resolve(job).relativize(file).toString());
                if (of.matches()) {
                    steps.add(Long.parseLong(of.group(1)));
                }
            }
            return steps;
        }

        private long newest() {
            return blocks.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
        }

        void check(boolean runs) throws Exception {
            assertBeginning();
            if (runs) {
                run();
            }
        }

        private void assertBeginning() throws Exception {
            if (recordHurt) {
                assertThat(catchThrowable(this::begun))
                        .as(text.toString())
                        .isInstanceOf(UsageException.class)
                        .hasMessageContaining("epochs/00000000")
                        .hasMessageContaining("nobody can say which checkpoints count");
                return;
            }
            assertFound();
            if (!remaining().isEmpty()) {
                assertOlderIsTaken();
            } else if (!vanished.containsAll(blocks.keySet())) {
                assertThat(catchThrowable(this::begun))
                        .as(text.toString())
                        .isInstanceOf(UsageException.class)
                        .hasMessageContaining("can't be taken up");
            }
        }

        private void run() {
            try (Weft weft = Weft.local()) {
                Job again = weft.run(spec(resumed(copy)));
                PROGRAM.assertUndisturbed(again.result(), text.toString());
                assertThat(recordHurt).as(text.toString()).isFalse();
            } catch (UsageException e) {
                assertThat(isRefused()).as(text + " " + e.getMessage()).isTrue();
            }
        }

        /** By {@code weft verify}. */
        private void assertFound() throws Exception {
            var found = new TreeSet<Long>();
            try (JobStore damaged = open(copy)) {
                for (Finding finding : Verification.of(damaged)) {
                    long step = finding.name().at().step();
                    State state = !hurt.contains(step)
                            ? State.WHOLE
                            : vanished.contains(step) ? State.UNFINISHED : State.DAMAGED;
                    assertThat(finding.state()).as(text + " " + finding).isEqualTo(state);
                    found.add(step);
                }
                assertThat(found).as(text.toString()).containsAll(traces());
            }
        }

        private void assertOlderIsTaken() throws Exception {
            try (CheckpointBook book = book()) {
                Begun begun = SavedJob.begin(book);
                long step = remaining().last();
                assertThat(begun.from().step()).as(text.toString()).isEqualTo(step);
                var said = new TreeSet<>(hurt.tailSet(step, false));
                said.retainAll(traces());
                assertThat(begun.passedOver()).as(text.toString()).hasSameSizeAs(said);
                for (long newer : said) {
                    assertThat(begun.passedOver())
                            .as(text.toString())
                            .anySatisfy(why -> assertThat(why)
                                    .startsWith("the checkpoint at step " + newer + " of epoch ")
                                    .matches(".*: .*(manifest|can't be read|differs|there is no|CRC32C).*"));
                }
                try (JobStore damaged = open(copy)) {
                    Map<Integer, String> restored =
                            blocks(damaged, begun.restored().orElseThrow());
                    assertThat(restored).as(text.toString()).isEqualTo(blocks.get(step));
                }
            }
        }

        private Begun begun() {
            return SavedJob.begin(book());
        }

        private CheckpointBook book() {
            return SavedJob.book(spec(resumed(copy)), Slowly.class.getName(), job, open(copy), text.toString());
        }
    }
}

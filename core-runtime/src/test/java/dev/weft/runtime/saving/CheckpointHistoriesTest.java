package dev.weft.runtime.saving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.ArrayHolder;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.EpochRecord;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.Part;
import dev.weft.checkpoint.save.PartsWriter;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.SaveBuffer;
import dev.weft.checkpoint.save.SavedState;
import dev.weft.checkpoint.save.StepId;
import dev.weft.runtime.UsageException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Seeded histories of coordinators that begin, save, clean up, stand still in the middle of a call and wake when others have long gone on. Each call of the store is
 * a turn; whose turn is next is drawn.
 */
@Timeout(300)
class CheckpointHistoriesTest {
    private static final int FEW = 500;
    private static final int MANY = 10_000;
    private static final int COORDINATORS = 4;
    private static final int TURNS = 120;
    private static final Partitions ONE = new Partitions(0, 1, 1);

    @Test
    void someHistories() throws Exception {
        histories(FEW);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void manyHistories() throws Exception {
        histories(MANY);
    }

    private static void histories(int count) throws Exception {
        long seed = System.nanoTime();
        System.out.println("CheckpointHistoriesTest seed=" + seed);
        int restored = 0;
        for (int i = 0; i < count; i++) {
            restored += new History(seed + i).run();
        }
        assertThat(restored).as("coordinators that went on from a checkpoint").isGreaterThan(count / 2);
    }

    private static final class History {
        private final long seed;
        private final Random random;
        private final ObjectStore store = ObjectStores.inMemory("history");
        private final Turns turns = new Turns();
        private int restored;

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        /** How many coordinators went on from a checkpoint. */
        int run() throws Exception {
            try {
                int started = 0;
                for (int turn = 0; turn < TURNS; turn++) {
                    if (started < COORDINATORS && random.nextInt(TURNS / COORDINATORS) == 0 || started == 0) {
                        started++;
                        start(started);
                    }
                    turns.grant(random);
                    check();
                }
            } finally {
                turns.stop();
            }
            return restored;
        }

        private void start(int number) {
            var coordinator = new CheckpointBook(
                    "job", new JobStore(turns.gate(store, number)), Map.of(), "coordinator " + number, number > 1);
            turns.start(() -> live(coordinator, number));
        }

        private void live(CheckpointBook book, int number) throws StoreException {
            Begun begun;
            try {
                begun = book.begin();
            } catch (UsageException | SupersededException tooLate) {
                return;
            }
            long step = begun.from().step();
            synchronized (this) {
                restored += step > 0 ? 1 : 0;
            }
            ObjectStore gated = turns.gate(store, number);
            for (int saves = 0; saves < 5; saves++) {
                step++;
                var at = new StepId(0, step);
                List<Part> parts = parts(new CheckpointName(at, begun.epoch()), number, gated);
                try {
                    if (book.saved(new RankSave(at, 1, List.of(), Map.of(), parts))
                            .isPresent()) {
                        book.clean();
                    }
                } catch (SupersededException tooLate) {
                    return;
                }
            }
        }

        private static List<Part> parts(CheckpointName name, int number, ObjectStore gated) throws StoreException {
            var state = new SavedState();
            state.add("state", ArrayHolder.of(new long[] {name.at().step()}, ONE, new int[] {0, 1}));
            try (var buffer = new SaveBuffer(state)) {
                buffer.layOut();
                buffer.copy(0);
                return new PartsWriter(gated).write(name.folder(), number, buffer);
            }
        }

        /** At any time: of each step one checkpoint counts at most, one story leads to it, and all that it names is there. */
        private void check() throws StoreException {
            var job = new JobStore(store);
            List<EpochRecord> epochs = job.epochs();
            var epochNumbers = new HashSet<Integer>();
            epochs.forEach(epoch -> assertThat(epochNumbers.add(epoch.epoch())).isTrue());
            var stories = new TreeMap<StepId, CheckpointName>();
            for (CheckpointName name : job.checkpoints(epochs).counting()) {
                assertThat(stories.put(name.at(), name))
                        .as("seed=%d %s", seed, name)
                        .isNull();
                Manifest manifest = job.read(name);
                for (Part part : manifest.parts()) {
                    assertThat(store.get(part.object()))
                            .as("seed=%d %s of %s", seed, part, name)
                            .isPresent();
                }
            }
            int epoch = 0;
            for (CheckpointName name : stories.values()) {
                assertThat(name.epoch())
                        .as("seed=%d: later steps are of later epochs", seed)
                        .isGreaterThanOrEqualTo(epoch);
                epoch = name.epoch();
            }
            goneOnFrom(epochs, job);
        }

        /** What the newest epoch goes on from is there as long as it has no checkpoint of its own. */
        private void goneOnFrom(List<EpochRecord> epochs, JobStore job) throws StoreException {
            if (epochs.isEmpty()) {
                return;
            }
            EpochRecord last = epochs.getLast();
            if (last.restored().step() > 0) {
                assertThat(job.checkpoints(epochs).counting())
                        .as("seed=%d %s", seed, last)
                        .anyMatch(name -> name.at().compareTo(last.restored()) >= 0);
            }
        }
    }
}

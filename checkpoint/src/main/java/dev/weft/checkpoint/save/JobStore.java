package dev.weft.checkpoint.save;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One job's objects in a store: epoch records and checkpoints. Everything is made by create-if-absent, under names that nobody else uses, or named by a
 * manifest, so that a process that was given up can't change what another one relies on.
 */
public final class JobStore implements AutoCloseable {
    private static final String EPOCHS = "epochs/";
    private static final String CHECKPOINTS = "checkpoints/";
    private static final String CLAIMS = "claims/";
    private static final String MANIFEST = "/manifest";
    private static final String ONLY_RECORDS_SAY =
            "; without it nobody can say which checkpoints count: start the job anew, under another name";

    private final ObjectStore store;

    /** @param store of the job's folder */
    public JobStore(ObjectStore store) {
        this.store = store;
    }

    public ObjectStore store() {
        return store;
    }

    /**
     * Records of epochs that have begun, in order.
     *
     * @throws DamagedException if one is not whole, or missing
     */
    public List<EpochRecord> epochs() throws StoreException {
        var epochs = new ArrayList<EpochRecord>();
        for (String key : keys(EPOCHS)) {
            epochs.add(read(key));
            if (epochs.getLast().epoch() != epochs.size()) {
                throw missing(epochs.size());
            }
        }
        return epochs;
    }

    private static DamagedException missing(int epoch) {
        return new DamagedException("there is no " + key(epoch) + ONLY_RECORDS_SAY);
    }

    private EpochRecord read(String key) throws StoreException {
        try {
            EpochRecord epoch = EpochRecord.read(bytes(key));
            if (!key.equals(key(epoch.epoch()))) {
                throw new DamagedException("it is the record of epoch " + epoch.epoch());
            }
            return epoch;
        } catch (DamagedException e) {
            throw new DamagedException(key + ": " + e.getMessage() + ONLY_RECORDS_SAY, e);
        }
    }

    private static String key(int epoch) {
        return EPOCHS + "%09d".formatted(epoch);
    }

    /** Begins an epoch; false if another coordinator has begun it. */
    public boolean begin(EpochRecord epoch) throws StoreException {
        return store.create(key(epoch.epoch()), Body.of(epoch.write()));
    }

    /**
     * Says that a coordinator is about to look for what an epoch is to go on from. Until it {@linkplain #withdraw withdraws}, no coordinator of an earlier
     * epoch removes checkpoints.
     *
     * @param name of the coordinator's own
     */
    public void claim(int epoch, String name) throws StoreException {
        store.put(claimKey(epoch, name), Body.of(name));
    }

    /** The epoch has begun, or will not be begun by this coordinator. */
    public void withdraw(int epoch, String name) throws StoreException {
        store.delete(claimKey(epoch, name));
    }

    private static String claimKey(int epoch, String name) {
        return CLAIMS + "%09d".formatted(epoch) + "-" + name;
    }

    /** Claims of epochs up to the caller's own can come to nothing any more: whoever made them has died. */
    private boolean isClaimed(int own) throws StoreException {
        boolean claimed = false;
        for (String key : keys(CLAIMS)) {
            if (key.compareTo(CLAIMS + "%09d".formatted(own + 1)) < 0) {
                store.delete(key);
            } else {
                claimed = true;
            }
        }
        return claimed;
    }

    /** Whether an epoch has begun there: not so if this is not the store that its coordinator sees. */
    public boolean hasBegun(int epoch) throws StoreException {
        return store.get(key(epoch)).isPresent();
    }

    /** Makes the checkpoint count; false if another coordinator has made one of the same name, which differs. */
    public boolean commit(Manifest manifest) throws StoreException {
        return store.create(
                new CheckpointName(manifest.at(), manifest.epoch()).manifest(),
                Body.of(ManifestFormat.write(manifest)));
    }

    /**
     * Checkpoints that count, or would, the newest first.
     *
     * @param counting they have a manifest
     * @param unfinished they have parts only: their saves did not end, or somebody deleted the manifest
     */
    public record Listing(List<CheckpointName> counting, List<CheckpointName> unfinished) {
        public static final String WHY_UNFINISHED =
                "it has no manifest: its save did not come to an end, or the manifest was deleted";
    }

    /** @throws DamagedException if the record of an epoch that has saved something is missing */
    public Listing checkpoints(List<EpochRecord> epochs) throws StoreException {
        Listing listing = listing(keys(CHECKPOINTS), epochs);
        int last = Stream.concat(listing.counting().stream(), listing.unfinished().stream())
                .mapToInt(CheckpointName::epoch)
                .max()
                .orElse(0);
        // It may have begun since the records were read: a record is there before a checkpoint is.
        if (last > epochs.size() && !hasBegun(last)) {
            throw missing(last);
        }
        return listing;
    }

    private static Listing listing(List<String> keys, List<EpochRecord> epochs) {
        var counting = new TreeSet<CheckpointName>(Comparator.reverseOrder());
        var unfinished = new TreeSet<CheckpointName>(Comparator.reverseOrder());
        for (String key : keys) {
            CheckpointName.of(key)
                    .filter(name -> counts(name, epochs))
                    .ifPresent((key.endsWith(MANIFEST) ? counting : unfinished)::add);
        }
        unfinished.removeAll(counting);
        return new Listing(List.copyOf(counting), List.copyOf(unfinished));
    }

    /** An epoch that went back behind a checkpoint did not have it: what was written there is another story. */
    static boolean counts(CheckpointName name, List<EpochRecord> epochs) {
        return epochs.stream()
                .filter(later -> later.epoch() > name.epoch())
                .allMatch(later -> name.at().compareTo(later.restored()) <= 0);
    }

    /** @throws DamagedException if it is not whole */
    public Manifest read(CheckpointName name) throws StoreException {
        Manifest manifest = ManifestFormat.read(bytes(name.manifest()));
        if (!new CheckpointName(manifest.at(), manifest.epoch()).equals(name)) {
            throw new DamagedException(
                    "its manifest is that of " + new CheckpointName(manifest.at(), manifest.epoch()));
        }
        if (manifest.parts().size() != manifest.partitions()) {
            throw new DamagedException("its manifest names " + manifest.parts().size() + " parts of "
                    + manifest.partitions() + " partitions");
        }
        return manifest;
    }

    /** @throws DamagedException if a part is not whole */
    public void verify(Manifest manifest) throws StoreException {
        new PartsReader(store).read(manifest.parts(), (_, _) -> {});
    }

    /**
     * Removes what no longer counts, and all but the newest checkpoints; a manifest goes before the parts that it names. Keys are looked
     * at before claims, and claims before epochs. A successor that claims the job after that look finds what was spared, the newest that count; one that claimed it
     * before has nothing removed until it has begun, and then is seen.
     *
     * @param keep so many checkpoints, at least 1; more than one, so that there is another if the newest is damaged
     * @param own the caller's epoch
     * @return objects removed
     */
    public int clean(int keep, int own) throws StoreException {
        List<String> keys = keys(CHECKPOINTS);
        if (isClaimed(own)) {
            return 0;
        }
        List<EpochRecord> epochs = epochs();
        List<CheckpointName> counting = listing(keys, epochs).counting();
        if (counting.isEmpty()) {
            return 0;
        }
        List<CheckpointName> kept = counting.subList(0, Math.min(keep, counting.size()));
        List<String> old = keys.stream()
                .filter(key -> CheckpointName.of(key)
                        .filter(name -> !kept.contains(name) && isOver(name, kept.getFirst(), own))
                        .isPresent())
                .sorted(Comparator.comparing(key -> !key.endsWith(MANIFEST)))
                .toList();
        for (String key : old) {
            store.delete(key);
        }
        return old.size();
    }

    /** Whether nobody who counts can still be writing there: it is an earlier epoch's, or the caller's own and behind the newest checkpoint. */
    private static boolean isOver(CheckpointName name, CheckpointName newest, int own) {
        return name.epoch() < own || (name.epoch() == own && name.at().compareTo(newest.at()) < 0);
    }

    @Override
    public void close() {
        store.close();
    }

    private List<String> keys(String prefix) throws StoreException {
        var keys = new ArrayList<String>();
        List<ObjectStore.Entry> page;
        do {
            page = store.list(prefix, keys.isEmpty() ? "" : keys.getLast(), ObjectStore.PAGE);
            page.forEach(entry -> keys.add(entry.key()));
        } while (page.size() == ObjectStore.PAGE);
        return keys;
    }

    private byte[] bytes(String key) throws StoreException {
        return store.get(key).orElseThrow(() -> new DamagedException("there is no " + key));
    }
}

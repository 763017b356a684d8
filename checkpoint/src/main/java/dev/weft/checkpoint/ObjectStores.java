package dev.weft.checkpoint;

import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.s3.S3Store;
import dev.weft.checkpoint.store.BoundedStore;
import dev.weft.checkpoint.store.FileStore;
import dev.weft.checkpoint.store.MemoryStore;
import dev.weft.checkpoint.store.RetryingStore;
import dev.weft.checkpoint.store.StoreClock;
import dev.weft.checkpoint.store.StoreOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Opens object stores by their address. Calls are retried, bounded in time and number; credentials are found as AWS's own tools find them. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens a store.
     *
     * @param address {@code s3://bucket/prefix} (with {@code ?endpoint=https://host:port&region=name} for other stores than Amazon's, unless AWS_ENDPOINT_URL
     *     and AWS_REGION say it), {@code file:/folder}, or a folder's path
     * @throws StoreException if the address makes no sense, or the folder can't be used; whether a bucket can be is found by the first call
     */
    public static ObjectStore open(String address) throws StoreException {
        return open(address, StoreOptions.defaults());
    }

    public static ObjectStore open(String address, StoreOptions options) throws StoreException {
        var store = options.faults().apply(plain(address, options));
        var bounded = new BoundedStore(store, options.parallel());
        return new RetryingStore(bounded, options.retries(), StoreClock.SYSTEM, new SplittableRandom(options.seed()));
    }

    /** A new, empty store on the heap; the name is for messages. */
    public static ObjectStore inMemory(String name) {
        return new MemoryStore(name);
    }

    private static ObjectStore plain(String address, StoreOptions options) throws StoreException {
        return switch (schemeOf(address)) {
            case "" -> FileStore.open(Path.of(address), options.limits());
            case "file" -> FileStore.open(pathOf(address), options.limits());
            case "s3" -> s3(address, options);
            default ->
                throw StoreException.of(
                        Kind.NO_PLACE,
                        "there is no store for addresses of the kind \"" + schemeOf(address)
                                + ":\": name a folder, file:/folder, or s3://bucket/prefix");
        };
    }

    /** The libraries for S3 are first needed here; a program that leaves them out of its class path has all but this. */
    private static ObjectStore s3(String address, StoreOptions options) throws StoreException {
        try {
            return S3Store.open(address, options.limits(), options.parallel());
        } catch (NoClassDefFoundError e) {
            throw StoreException.of(
                    Kind.NO_PLACE,
                    "s3: addresses need the AWS SDK on the class path (software.amazon.awssdk: s3, sts, apache5-client), which weft-checkpoint"
                            + " names as its dependencies",
                    e);
        }
    }

    private static String schemeOf(String address) {
        int colon = address.indexOf(':');
        String scheme = colon < 0 ? "" : address.substring(0, colon);
        return scheme.matches("[A-Za-z][A-Za-z0-9+.-]*") ? scheme.toLowerCase(Locale.ROOT) : "";
    }

    private static Path pathOf(String address) throws StoreException {
        try {
            return Path.of(new URI(address));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw StoreException.of(
                    Kind.NO_PLACE, address + " names no folder of this host: write it as file:/folder", e);
        }
    }
}

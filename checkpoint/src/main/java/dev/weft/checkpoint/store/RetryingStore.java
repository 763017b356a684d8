package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.Upload;
import dev.weft.checkpoint.store.StoreCall.Verb;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a call again whose failure may pass. An attempt whose answer got lost may have happened; that matters to two calls. {@link #create} reads
 * the object that it then finds, and takes it for its own if it has its bytes; completing an upload that is gone is done if the object has its
 * length.
 */
public final class RetryingStore extends StoreLayer {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingStore.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration WARNED_FOR = Duration.ofMinutes(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicLong warnedNanos = new AtomicLong(NEVER);
    private final Retries retries;
    private final StoreClock clock;
    private final RandomGenerator random;

    /** The random numbers are drawn by one thread at a time. */
    public RetryingStore(ObjectStore behind, Retries retries, StoreClock clock, RandomGenerator random) {
        super(behind);
        this.retries = retries;
        this.clock = clock;
        this.random = random;
    }

    @Override
    protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
        long start = clock.nanoTime();
        boolean undecided = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return action.run();
            } catch (StoreException e) {
                undecided |= e.undecided();
                rest(call, attempt, start, undecided, e);
            }
        }
    }

    /** Waits before the next attempt; throws if there is none. */
    private void rest(StoreCall call, int failures, long start, boolean undecided, StoreException e)
            throws StoreException {
        if (!e.kind().isPassing()) {
            throw undecided && !e.undecided() ? StoreException.undecided(e.kind(), message(e), e) : e;
        }
        long wait = draw(retries.ceilingNanos(failures));
        long waited = clock.nanoTime() - start;
        if (waited + wait > retries.total().toNanos()) {
            throw givenUp(failures, waited, undecided, e);
        }
        warn(waited, e);
        LOG.debug("{}; attempt {} follows in {} ms", e.getMessage(), failures + 1, TimeUnit.NANOSECONDS.toMillis(wait));
        sleep(call, wait, undecided);
    }

    /** Whoever waits long is told for what, though not by each call. */
    private void warn(long waited, StoreException e) {
        long now = clock.nanoTime();
        long last = warnedNanos.get();
        if (waited > PATIENCE.toNanos()
                && (last == NEVER || now - last > WARNED_FOR.toNanos())
                && warnedNanos.compareAndSet(last, now)) {
            LOG.warn(
                    "{}; trying on, for {} s at most",
                    message(e),
                    retries.total().toSeconds());
        }
    }

    private static String message(StoreException e) {
        return String.valueOf(e.getMessage());
    }

    private static StoreException givenUp(int attempts, long nanos, boolean undecided, StoreException last) {
        String message = message(last) + " (given up after " + attempts + (attempts == 1 ? " attempt" : " attempts")
                + " in " + Duration.ofNanos(nanos).toMillis() / 1000.0 + " s)";
        return undecided
                ? StoreException.undecided(last.kind(), message, last)
                : StoreException.of(last.kind(), message, last);
    }

    private synchronized long draw(long ceiling) {
        return random.nextLong(ceiling + 1);
    }

    private void sleep(StoreCall call, long nanos, boolean undecided) throws StoreException {
        try {
            clock.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String message = call.failedAt(behind) + ": interrupted between two attempts";
            throw undecided
                    ? StoreException.undecided(Kind.INTERRUPTED, message, e)
                    : StoreException.of(Kind.INTERRUPTED, message, e);
        }
    }

    @Override
    public boolean create(String key, Body body) throws StoreException {
        var attempts = new Attempts();
        return pass(
                new StoreCall(Verb.CREATE, key, body.length()),
                () -> attempts.track(() -> behind.create(key, body)) || attempts.undecided && isOurs(key, body));
    }

    private boolean isOurs(String key, Body body) throws StoreException {
        Optional<byte[]> found = behind.get(key);
        if (found.isEmpty()) {
            throw StoreException.of(
                    Kind.BUSY,
                    new StoreCall(Verb.CREATE, key, 0).failedAt(behind)
                            + ": it was there, and is gone: someone deletes it");
        }
        return body.hasBytes(found.get());
    }

    @Override
    public Upload upload(String key, long partBytes) throws StoreException {
        var upload = pass(new StoreCall(Verb.UPLOAD, key, 0), () -> behind.upload(key, partBytes));
        return new Retried(key, upload);
    }

    /** Whether an attempt before this one may have happened. */
    private static final class Attempts {
        private boolean undecided;

        private <T> T track(Action<T> action) throws StoreException {
            try {
                return action.run();
            } catch (StoreException e) {
                undecided |= e.undecided();
                throw e;
            }
        }
    }

    private final class Retried extends Passing {
        private final Map<Integer, Long> lengths = new ConcurrentHashMap<>();

        private Retried(String key, Upload upload) {
            super(key, upload);
        }

        @Override
        public void part(int number, Body part) throws StoreException {
            super.part(number, part);
            lengths.put(number, part.length());
        }

        @Override
        public void complete(int parts) throws StoreException {
            var attempts = new Attempts();
            pass(new StoreCall(Verb.COMPLETE, key, 0), () -> {
                try {
                    return attempts.track(() -> {
                        upload.complete(parts);
                        return true;
                    });
                } catch (StoreException e) {
                    return doneBefore(attempts, e);
                }
            });
        }

        private boolean doneBefore(Attempts attempts, StoreException e) throws StoreException {
            if (e.kind() != Kind.ABSENT
                    || !attempts.undecided
                    || behind.size(key).orElse(-1) != total()) {
                throw e;
            }
            return true;
        }

        private long total() {
            return lengths.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}

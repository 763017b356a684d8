package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.Upload;
import dev.weft.checkpoint.store.Keys;
import dev.weft.checkpoint.store.Limits;
import dev.weft.checkpoint.store.StoreCall;
import dev.weft.checkpoint.store.StoreCall.Verb;
import dev.weft.checkpoint.store.UploadParts;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in a bucket, below a prefix. */
public final class S3Store implements ObjectStore {
    private static final int COPY_BYTES = 1 << 16;
    private static final String CONTENT = "application/octet-stream";

    private final S3Client client;
    private final S3Address address;
    private final Limits limits;

    S3Store(S3Client client, S3Address address, Limits limits) {
        this.client = client;
        this.address = address;
        this.limits = limits;
    }

    /**
     * Opens the bucket without a request.
     *
     * @param parallel the most connections
     */
    public static ObjectStore open(String address, Limits limits, int parallel) throws StoreException {
        var parsed = S3Address.parse(address);
        try {
            return new S3Store(S3Clients.client(parsed, limits, parallel), parsed, limits);
        } catch (SdkException e) {
            throw S3Troubles.of(new StoreCall(Verb.LIST, "", 0), parsed, e);
        }
    }

    @Override
    public void put(String key, Body body) throws StoreException {
        var call = new StoreCall(Verb.PUT, Keys.checked(key), body.length());
        ask(call, () -> client.putObject(putRequest(call).build(), content(body)));
    }

    @Override
    public boolean create(String key, Body body) throws StoreException {
        var call = new StoreCall(Verb.CREATE, Keys.checked(key), body.length());
        return ask(call, () -> {
            try {
                client.putObject(putRequest(call).ifNoneMatch("*").build(), content(body));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == 412) {
                    return false;
                }
                throw e;
            }
        });
    }

    private PutObjectRequest.Builder putRequest(StoreCall call) {
        return PutObjectRequest.builder()
                .bucket(address.bucket())
                .key(objectKey(call.key()))
                .overrideConfiguration(within(call));
    }

    static RequestBody content(Body body) {
        return RequestBody.fromContentProvider(body::newStream, body.length(), CONTENT);
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreException {
        var call = new StoreCall(Verb.GET, Keys.checked(key), 0);
        return absentIsEmpty(() -> ask(
                call,
                () -> client.getObject(
                                request -> request.bucket(address.bucket())
                                        .key(objectKey(key))
                                        .overrideConfiguration(within(call)),
                                ResponseTransformer.toBytes())
                        .asByteArrayUnsafe()));
    }

    /** A call that may find nothing. */
    @FunctionalInterface
    private interface Finding<T> {
        T find() throws StoreException;
    }

    private static <T> Optional<T> absentIsEmpty(Finding<T> finding) throws StoreException {
        try {
            return Optional.of(finding.find());
        } catch (StoreException e) {
            if (e.kind() == Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public OptionalLong size(String key) throws StoreException {
        var call = new StoreCall(Verb.SIZE, Keys.checked(key), 0);
        var found = absentIsEmpty(() -> ask(
                call,
                () -> client.headObject(request -> request.bucket(address.bucket())
                                .key(objectKey(key))
                                .overrideConfiguration(within(call)))
                        .contentLength()));
        return found.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    @Override
    public void read(String key, long offset, MemorySegment into) throws StoreException {
        var call = new StoreCall(Verb.READ, Keys.checked(key), into.byteSize());
        if (into.byteSize() == 0) {
            requireLength(call, offset);
            return;
        }
        String range = "bytes=" + offset + "-" + (offset + into.byteSize() - 1);
        ask(
                call,
                () -> client.getObject(
                        request -> request.bucket(address.bucket())
                                .key(objectKey(key))
                                .range(range)
                                .overrideConfiguration(within(call)),
                        (response, in) -> {
                            if (response.contentLength() != into.byteSize()) {
                                in.abort();
                                throw truncated(call);
                            }
                            fill(call, in, into);
                            return true;
                        }));
    }

    private void requireLength(StoreCall call, long offset) throws StoreException {
        long size = size(call.key())
                .orElseThrow(
                        () -> StoreException.of(Kind.ABSENT, call.failedAt(address) + ": there is no such object"));
        if (offset > size) {
            throw truncated(call);
        }
    }

    private void fill(StoreCall call, InputStream in, MemorySegment into) throws IOException {
        byte[] buffer = new byte[(int) Math.min(COPY_BYTES, into.byteSize())];
        long done = 0;
        while (done < into.byteSize()) {
            int got = read(call, in, buffer, (int) Math.min(buffer.length, into.byteSize() - done), done);
            MemorySegment.copy(buffer, 0, into, ValueLayout.JAVA_BYTE, done, got);
            done += got;
        }
    }

    private int read(StoreCall call, InputStream in, byte[] buffer, int length, long done) throws IOException {
        try {
            int got = in.read(buffer, 0, length);
            if (got < 0) {
                throw new EOFException();
            }
            return got;
        } catch (EOFException e) {
            throw StoreException.of(
                    Kind.UNREACHABLE,
                    call.failedAt(address) + ": the connection broke after " + done + " bytes of " + call.bytes(),
                    e);
        }
    }

    private StoreException truncated(StoreCall call) {
        return StoreException.of(Kind.TRUNCATED, call.failedAt(address) + ": it ends before these bytes");
    }

    @Override
    public List<Entry> list(String prefix, String after, int limit) throws StoreException {
        if (limit < 1 || limit > PAGE) {
            throw new IllegalArgumentException("limit=" + limit + " is not from 1 to " + PAGE);
        }
        var call = new StoreCall(Verb.LIST, prefix, 0);
        var entries = new ArrayList<Entry>();
        String last = after;
        boolean more = true;
        while (more && entries.size() < limit) {
            more = page(call, last, limit - entries.size(), entries);
            last = entries.isEmpty() ? last : entries.getLast().key();
        }
        return List.copyOf(entries);
    }

    /** Whether there are more. */
    private boolean page(StoreCall call, String after, int limit, List<Entry> entries) throws StoreException {
        var page = ask(
                call,
                () -> client.listObjectsV2(request -> request.bucket(address.bucket())
                        .prefix(objectKey(call.key()))
                        .startAfter(after.isEmpty() ? null : objectKey(after))
                        .maxKeys(limit)
                        .overrideConfiguration(within(call))));
        for (var object : page.contents()) {
            String key = object.key().substring(address.prefix().length());
            if (Keys.isKey(key)) {
                entries.add(new Entry(key, object.size()));
            }
        }
        return Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
    }

    @Override
    public void delete(String key) throws StoreException {
        var call = new StoreCall(Verb.DELETE, Keys.checked(key), 0);
        absentIsEmpty(() -> ask(
                call,
                () -> client.deleteObject(request ->
                        request.bucket(address.bucket()).key(objectKey(key)).overrideConfiguration(within(call)))));
    }

    @Override
    public Upload upload(String key, long partBytes) throws StoreException {
        var parts = new UploadParts(Keys.checked(key), partBytes);
        var call = new StoreCall(Verb.UPLOAD, key, 0);
        var begun = ask(
                call,
                () -> client.createMultipartUpload(request ->
                        request.bucket(address.bucket()).key(objectKey(key)).overrideConfiguration(within(call))));
        return new S3Upload(this, key, begun.uploadId(), parts);
    }

    @Override
    public int sweep(Instant before) throws StoreException {
        var call = new StoreCall(Verb.SWEEP, "", 0);
        int swept = 0;
        for (var upload : unfinished(call)) {
            if (upload.initiated().isBefore(before)) {
                abort(upload.key(), upload.uploadId());
                swept++;
            }
        }
        return swept;
    }

    private List<MultipartUpload> unfinished(StoreCall call) throws StoreException {
        return ask(call, () -> {
            var uploads = new ArrayList<MultipartUpload>();
            client
                    .listMultipartUploadsPaginator(request -> request.bucket(address.bucket())
                            .prefix(address.prefix())
                            .overrideConfiguration(within(call)))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.key().startsWith(address.prefix()))
                    .forEach(uploads::add);
            return uploads;
        });
    }

    /** Gives up an upload, also one that is gone. */
    void abort(String objectKey, String uploadId) throws StoreException {
        var call =
                new StoreCall(Verb.ABORT, objectKey.substring(address.prefix().length()), 0);
        absentIsEmpty(() -> ask(
                call,
                () -> client.abortMultipartUpload(request -> request.bucket(address.bucket())
                        .key(objectKey)
                        .uploadId(uploadId)
                        .overrideConfiguration(within(call)))));
    }

    <T> T ask(StoreCall call, Supplier<T> request) throws StoreException {
        if (Thread.currentThread().isInterrupted()) {
            throw StoreException.of(Kind.INTERRUPTED, call.failedAt(address) + ": interrupted");
        }
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Troubles.of(call, address, e);
        }
    }

    AwsRequestOverrideConfiguration within(StoreCall call) {
        var limit = limits.forBytes(call.bytes());
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(limit)
                .apiCallTimeout(limit)
                .build();
    }

    String objectKey(String key) {
        return address.prefix() + key;
    }

    S3Client client() {
        return client;
    }

    S3Address address() {
        return address;
    }

    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}

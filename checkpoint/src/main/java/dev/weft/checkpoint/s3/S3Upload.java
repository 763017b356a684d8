package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.Upload;
import dev.weft.checkpoint.store.StoreCall;
import dev.weft.checkpoint.store.StoreCall.Verb;
import dev.weft.checkpoint.store.UploadParts;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** S3's multipart upload. */
final class S3Upload implements Upload {
    private final S3Store store;
    private final String key;
    private final String uploadId;
    private final UploadParts parts;
    private final NavigableMap<Integer, String> tags = new ConcurrentSkipListMap<>();
    private volatile boolean complete;

    S3Upload(S3Store store, String key, String uploadId, UploadParts parts) {
        this.store = store;
        this.key = key;
        this.uploadId = uploadId;
        this.parts = parts;
    }

    @Override
    public void part(int number, Body part) throws StoreException {
        parts.offset(number, part);
        var call = new StoreCall(Verb.PART, key, part.length());
        var answer = store.ask(
                call,
                () -> store.client()
                        .uploadPart(
                                request -> request.bucket(store.address().bucket())
                                        .key(store.objectKey(key))
                                        .uploadId(uploadId)
                                        .partNumber(number + 1)
                                        .overrideConfiguration(store.within(call)),
                                S3Store.content(part)));
        tags.put(number, answer.eTag());
        parts.written(number, part);
    }

    @Override
    public void complete(int count) throws StoreException {
        parts.check(count);
        var call = new StoreCall(Verb.COMPLETE, key, parts.bytes());
        store.ask(
                call,
                () -> store.client()
                        .completeMultipartUpload(
                                request -> request.bucket(store.address().bucket())
                                        .key(store.objectKey(key))
                                        .uploadId(uploadId)
                                        .multipartUpload(whole -> whole.parts(tagged()))
                                        .overrideConfiguration(store.within(call))));
        complete = true;
    }

    private List<CompletedPart> tagged() {
        return tags.entrySet().stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.getKey() + 1)
                        .eTag(part.getValue())
                        .build())
                .toList();
    }

    @Override
    public void close() throws StoreException {
        if (!complete) {
            store.abort(store.objectKey(key), uploadId);
        }
    }
}

package dev.weft.checkpoint.store;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.Upload;
import dev.weft.checkpoint.store.StoreCall.Verb;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Parts go to their places in one file. */
final class FileUpload implements Upload {
    private final FileStore store;
    private final FileDrafts drafts;
    private final String key;
    private final UploadParts parts;
    private final Path draft;
    private final FileChannel channel;

    FileUpload(FileStore store, FileDrafts drafts, String key, long partBytes) throws StoreException {
        this.store = store;
        this.drafts = drafts;
        this.key = key;
        this.parts = new UploadParts(key, partBytes);
        this.draft = drafts.next();
        try {
            this.channel = drafts.open(draft);
        } catch (IOException e) {
            throw FileTroubles.of(new StoreCall(Verb.UPLOAD, key, 0), store.root(), e);
        }
    }

    @Override
    public void part(int number, Body part) throws StoreException {
        var call = new StoreCall(Verb.PART, key, part.length());
        try {
            Channels.write(channel, parts.offset(number, part), part, Deadline.of(call, store.root(), store.limits()));
            parts.written(number, part);
        } catch (IOException e) {
            throw FileTroubles.of(call, store.root(), e);
        }
    }

    @Override
    public void complete(int count) throws StoreException {
        parts.check(count);
        var call = new StoreCall(Verb.COMPLETE, key, 0);
        try {
            if (channel.isOpen()) {
                channel.force(true);
                channel.close();
            }
            store.name(draft, store.fileOf(key), (from, to) -> {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                return true;
            });
        } catch (NoSuchFileException e) {
            throw StoreException.of(Kind.ABSENT, call.failedAt(store.root()) + ": its parts are gone", e);
        } catch (IOException e) {
            throw FileTroubles.of(call, store.root(), e);
        }
    }

    @Override
    public void close() throws StoreException {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileTroubles.of(new StoreCall(Verb.ABORT, key, 0), store.root(), e);
        } finally {
            drafts.discard(draft);
        }
    }
}

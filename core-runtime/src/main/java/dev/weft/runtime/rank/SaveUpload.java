package dev.weft.runtime.rank;

import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.Part;
import dev.weft.checkpoint.save.PartsWriter;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.SaveBuffer;
import dev.weft.checkpoint.save.StepId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends a rank's saves to the store, whichever loop they are of, one at a time, on a thread of its own. A buffer is its loop's while it is not on its
 * way.
 */
final class SaveUpload {
    private final CheckpointDesk desk;
    private @Nullable Thread running;
    private @Nullable SaveBuffer sending;
    private boolean releases;
    private boolean closed;

    SaveUpload(CheckpointDesk desk) {
        this.desk = desk;
    }

    synchronized boolean isRunning() {
        return running != null;
    }

    synchronized void begin(StepId at, SaveBuffer buffer, List<Manifest.Item> items, Map<String, byte[]> values) {
        sending = buffer;
        releases = false;
        running = Thread.ofVirtual().name("weft-save-" + at).start(() -> {
            try {
                send(at, buffer, items, values);
            } finally {
                ended();
            }
        });
    }

    private void send(StepId at, SaveBuffer buffer, List<Manifest.Item> items, Map<String, byte[]> values) {
        try {
            desk.sending(at);
            var folder = new CheckpointName(at, desk.epoch()).folder();
            List<Part> parts = new PartsWriter(desk.store().store()).write(folder, desk.incarnation(), buffer);
            desk.saved(new RankSave(at, buffer.partitions().count(), items, values, parts));
        } catch (Exception e) {
            notSaved(at, e);
        } catch (Throwable e) {
            // A class that is missing, memory that is out: whoever waits for this checkpoint would wait for ever.
            notSaved(at, new IllegalStateException(e.toString(), e));
        }
    }

    private void notSaved(StepId at, Exception why) {
        if (!isClosed()) {
            desk.notSaved(at, why);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void ended() {
        running = null;
        if (releases && sending != null) {
            sending.release();
        }
    }

    /** Gives a loop's memory back: at once, or when it isn't on its way any more. */
    synchronized void release(SaveBuffer buffer) {
        if (running != null && sending == buffer) {
            releases = true;
        } else {
            buffer.release();
        }
    }

    /** Stops the save that is on its way. */
    synchronized void close() {
        closed = true;
        if (running != null) {
            running.interrupt();
        }
    }
}

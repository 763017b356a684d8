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

/** Sends a rank's saves to the store, one at a time, on a thread of its own. The buffer is the rank's while none is on its way. */
final class SaveUpload {
    private final CheckpointDesk desk;
    private final SaveBuffer buffer;
    private @Nullable Thread running;
    private boolean closed;

    SaveUpload(CheckpointDesk desk, SaveBuffer buffer) {
        this.desk = desk;
        this.buffer = buffer;
    }

    SaveBuffer buffer() {
        return buffer;
    }

    synchronized boolean isRunning() {
        return running != null;
    }

    synchronized void begin(StepId at, List<Manifest.Item> items, Map<String, byte[]> values) {
        running = Thread.ofVirtual().name("weft-save-" + at).start(() -> {
            try {
                send(at, items, values);
            } finally {
                ended();
            }
        });
    }

    private void send(StepId at, List<Manifest.Item> items, Map<String, byte[]> values) {
        try {
            desk.sending(at);
            var folder = new CheckpointName(at, desk.epoch()).folder();
            List<Part> parts = new PartsWriter(desk.store().store()).write(folder, desk.incarnation(), buffer);
            desk.saved(new RankSave(at, buffer.partitions().count(), items, values, parts));
        } catch (Exception e) {
            if (!isClosed()) {
                desk.notSaved(at, e);
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void ended() {
        running = null;
        if (closed) {
            buffer.close();
        }
    }

    /** Gives the memory back: at once, or when the save that is on its way has been stopped. */
    synchronized void close() {
        closed = true;
        if (running != null) {
            running.interrupt();
        } else {
            buffer.close();
        }
    }
}

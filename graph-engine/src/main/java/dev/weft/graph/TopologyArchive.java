package dev.weft.graph;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.store.Lines;
import dev.weft.checkpoint.store.Transfers;
import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.layout.Workers;
import dev.weft.graph.store.GraphHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's graph beside its checkpoints, as a binary graph whose files are objects: written once, for processes that have never seen the source. A header
 * names all files with their lengths and checksums, so it doesn't matter in which order they come to be there: one that is missing is
 * noticed.
 */
final class TopologyArchive {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyArchive.class);
    private static final int AT_A_TIME = 4;
    private static final OpenOption[] NEW = {
        StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE
    };

    private final ObjectStore store;
    private final String prefix;

    /** @param name tells the job's graphs apart */
    TopologyArchive(ObjectStore store, String name) {
        this.store = store;
        this.prefix = "graph/" + name + "/";
    }

    // ---- sending

    /** Sends files of a folder, on a thread of its own: who fails at that, or dies meanwhile, leaves the others to load from the source. */
    Thread sendBehind(Path folder, List<String> files) {
        return Thread.ofVirtual().name("weft-send-graph").start(() -> {
            try {
                Lines.forEach(files.size(), AT_A_TIME, number -> send(folder, files.get(number)));
                LOG.debug("{} files of the graph are in {}", files.size(), store);
            } catch (StoreException e) {
                LOG.warn(
                        "the graph is not in {}, so whoever takes the job up loads it again: {}",
                        store,
                        e.getMessage());
            }
        });
    }

    private void send(Path folder, String file) throws StoreException {
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(folder.resolve(file), StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            Transfers.put(store, prefix + file, Body.of(bytes), 1);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw StoreException.of(Kind.FAILED, folder.resolve(file) + " can't be read: " + e.getMessage(), e);
        }
    }

    // ---- fetching

    /**
     * Fetches the files that some partitions need into an empty folder.
     *
     * @return false if there is no graph
     * @throws IOException if a file is missing, or can't be fetched or written
     */
    boolean fetch(Path folder, Workers workers) throws IOException {
        Optional<byte[]> head = store.get(prefix + GraphHeader.NAME);
        if (head.isEmpty()) {
            return false;
        }
        Files.write(folder.resolve(GraphHeader.NAME), head.get());
        GraphHeader header = GraphHeader.read(folder);
        List<BinaryGraph.Needed> files = BinaryGraph.needed(header, workers.held(header.partitionCount()));
        Lines.forEach(files.size(), AT_A_TIME, number -> fetch(folder, files.get(number)));
        return true;
    }

    private void fetch(Path folder, BinaryGraph.Needed file) throws StoreException {
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(folder.resolve(file.name()), NEW)) {
            MemorySegment bytes = channel.map(MapMode.READ_WRITE, 0, file.bytes(), arena);
            Transfers.read(store, prefix + file.name(), 0, bytes, 1);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw StoreException.of(
                    Kind.FAILED, folder.resolve(file.name()) + " can't be written: " + e.getMessage(), e);
        }
    }
}

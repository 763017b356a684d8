package dev.weft.graph.source;

import dev.weft.graph.store.StoreReader;
import dev.weft.graph.store.StoreWriter;
import dev.weft.runtime.Ids;
import java.io.IOException;

/** Ids in a file, for workers that did not read the source. */
public final class StoredIds {
    private static final int CONTIGUOUS = 0;
    private static final int SORTED = 1;
    private static final int NAMES = 2;

    private StoredIds() {}

    public static void write(Ids ids, StoreWriter file) throws IOException {
        switch (ids) {
            case ContiguousIds(long first, int size) -> {
                file.putInt(CONTIGUOUS);
                file.putLong(first);
                file.putInt(size);
            }
            case ClassNames(String[] names) -> {
                file.putInt(NAMES);
                file.putInt(names.length);
                for (String name : names) {
                    file.putText(name);
                }
            }
            default -> {
                file.putInt(SORTED);
                file.putInt(ids.size());
                for (int i = 0; i < ids.size(); i++) {
                    file.putLong(ids.id(i));
                }
            }
        }
    }

    public static Ids read(StoreReader file) throws IOException {
        int kind = file.takeInt();
        return switch (kind) {
            case CONTIGUOUS -> new ContiguousIds(file.takeLong(), file.takeCount(Integer.BYTES));
            case SORTED -> {
                var ids = new long[file.takeCount(Long.BYTES)];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = file.takeLong();
                }
                yield new SortedIds(ids);
            }
            case NAMES -> {
                var names = new String[file.takeCount(Integer.BYTES)];
                for (int i = 0; i < names.length; i++) {
                    names[i] = file.takeText();
                }
                yield new ClassNames(names);
            }
            default -> throw new IOException("unknown kind of ids " + kind);
        };
    }
}

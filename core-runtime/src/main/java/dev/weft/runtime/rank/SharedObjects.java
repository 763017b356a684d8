package dev.weft.runtime.rank;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The objects that the ranks of one worker have in common during one attempt, by key. */
public final class SharedObjects {
    private final Map<String, Object> objects = new ConcurrentHashMap<>();

    /** For the leading rank. */
    void make(String key, Supplier<?> create) {
        if (!objects.containsKey(key)) {
            objects.put(
                    key, Objects.requireNonNull(create.get(), () -> "shared(\"" + key + "\"): the supplier gave null"));
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> T get(String key) {
        return (T) Objects.requireNonNull(objects.get(key), key);
    }
}

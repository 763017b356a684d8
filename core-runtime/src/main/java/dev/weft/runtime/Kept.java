package dev.weft.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a worker keeps from one attempt of its job to the next: a loaded graph, say. It must know nothing of ranks and epochs, since the
 * next attempt's ranks may be others. Any thread may use it.
 */
public final class Kept {
    private final Map<String, Object> objects = new ConcurrentHashMap<>();

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> Optional<T> get(String key) {
        return Optional.ofNullable((T) objects.get(key));
    }

    public void put(String key, Object object) {
        objects.put(key, object);
    }
}

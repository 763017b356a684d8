package dev.weft.runtime.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.ArrayHolder;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.save.SaveBuffer;
import dev.weft.checkpoint.save.SavedState;
import dev.weft.checkpoint.save.StepId;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a save that goes wrong is told as. */
@Timeout(20)
class SaveUploadTest {
    @Test
    void whateverEndsASaveIsTold() throws Exception {
        var told = new CompletableFuture<Exception>();
        var upload = new SaveUpload(failing(new NoClassDefFoundError("com/example/Missing"), told));
        var state = new SavedState();
        state.add("levels", ArrayHolder.of(new long[3], new Partitions(0, 1, 1), new int[] {0, 3}));
        try (var buffer = new SaveBuffer(state)) {
            upload.begin(new StepId(0, 4), buffer, List.of(), Map.of());
            assertThat(told.get(10, TimeUnit.SECONDS))
                    .hasMessage("java.lang.NoClassDefFoundError: com/example/Missing")
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
        }
    }

    private static CheckpointDesk failing(Error error, CompletableFuture<Exception> told) {
        return (CheckpointDesk) Proxy.newProxyInstance(
                SaveUploadTest.class.getClassLoader(),
                new Class<?>[] {CheckpointDesk.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "sending" -> throw error;
                    case "notSaved" -> told.complete((Exception) arguments[1]);
                    case "store" -> ObjectStores.inMemory("test");
                    default -> throw new AssertionError(method);
                });
    }
}

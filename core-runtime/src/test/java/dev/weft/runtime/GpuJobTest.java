package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.gpu.GpuDiscovery;
import dev.weft.runtime.testing.FakeGpus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in this JVM, on a host that a library plays. */
final class GpuJobTest {
    @TempDir
    Path folder;

    @BeforeEach
    void playAHost() {
        System.setProperty(
                GpuDiscovery.LIBRARY, FakeGpus.nvml(folder, FakeGpus.PCIE).toString());
        System.setProperty("weft.gpu.claims", folder.resolve("claims").toString());
    }

    @AfterEach
    void playNoMore() {
        System.clearProperty(GpuDiscovery.LIBRARY);
        System.clearProperty("weft.gpu.claims");
    }

    private static String indices(Rank rank) {
        return rank.devices().stream()
                .map(device -> Integer.toString(device.index()))
                .collect(Collectors.joining("+"));
    }

    @Test
    void ranksSeeTheirGpus() {
        try (Weft weft = Weft.local()) {
            var seen = new ConcurrentLinkedQueue<String>();
            JobSpec job = JobSpec.of("a", () -> rank -> seen.add("a" + rank.number() + ":" + indices(rank)))
                    .ranks(3)
                    .gpus(2)
                    .and(JobSpec.of("b", () -> rank -> seen.add("b" + rank.number() + ":" + indices(rank)))
                            .ranks(2));
            weft.run(job).result();
            assertThat(seen).containsExactlyInAnyOrder("a0:0+1", "a1:2+3", "a2:4+5", "b0:", "b1:");
            weft.run(JobSpec.of("c", () -> rank -> seen.add(indices(rank))).gpus(8))
                    .result();
            assertThat(seen).as("the first job has given them back").contains("0+1+2+3+4+5+6+7");
        }
    }

    @Test
    void oneThatAsksForTooManyIsRefused() {
        try (Weft weft = Weft.local()) {
            assertThatThrownBy(() ->
                            weft.run(JobSpec.of("a", () -> rank -> {}).ranks(3).gpus(4)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(
                            "gpus=4 for each of ranks=3 is 12, but this host has 8 GPUs: there is place for ranks=2");
        }
    }

    @Test
    void aJobThatFailsGivesThemBack() {
        try (Weft weft = Weft.local()) {
            Job failing = weft.run(JobSpec.of("a", () -> rank -> {
                        throw new IllegalStateException("planted");
                    })
                    .gpus(8));
            assertThatThrownBy(failing::result).isInstanceOf(JobFailedException.class);
            weft.run(JobSpec.of("b", () -> rank -> {}).gpus(8)).result();
        }
    }

    @Test
    void whatARankHandsOverIsClosedLastFirst() {
        try (Weft weft = Weft.local()) {
            var closed = new ConcurrentLinkedQueue<String>();
            Job job = weft.run(JobSpec.of("a", () -> rank -> {
                rank.atEnd(() -> closed.add("first"));
                rank.atEnd(() -> {
                    closed.add("second");
                    throw new IllegalStateException("planted: can't be closed");
                });
                rank.atEnd(() -> closed.add("third"));
                throw new IllegalArgumentException("planted");
            }));
            assertThatThrownBy(job::result).hasRootCauseMessage("planted");
            assertThat(closed).containsExactly("third", "second", "first");
        }
    }

    @Test
    void commandsSeeTheirRanksGpus() {
        JobSpec job = CommandProgram.spec(
                        "shell",
                        List.of("sh", "-c", "test \"$CUDA_VISIBLE_DEVICES,$RANK\" = \"$EXPECTED\""),
                        Map.of("EXPECTED", FakeGpus.uuid(0) + "," + FakeGpus.uuid(1) + ",0"))
                .gpus(2);
        try (Weft weft = Weft.local()) {
            weft.run(job).result();
        }
    }
}

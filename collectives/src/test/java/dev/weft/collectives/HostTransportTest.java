package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostTransportTest {
    @Test
    void a_plan_that_does_not_fit_is_refused() {
        Path folder = LaneHost.newFolder();
        var plan = TransportPlan.of(Transport.IPC, 5);
        assertThatThrownBy(() -> HostTransport.start(folder, plan, 64 << 20, Liveness.PATIENT))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("the lanes of 5 processes need %d MiB", (plan.bytes() * 13 / 10 >> 20) + 1)
                .hasMessageContaining("has 64 MiB left");
        assertThat(folder).doesNotExist();
        delete(folder.getParent());
    }

    @Test
    void odd_terms_are_refused() {
        assertThatThrownBy(() -> new TransportPlan(Transport.IPC, 2, 700_000))
                .hasMessageStartingWith("dataTermBytes=700000: pass a power of two from 524288");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void lanes_take_what_the_plan_says_and_leave_nothing(Transport transport) {
        var plan = new TransportPlan(transport, 3, 512 << 10);
        Path folder = LaneHost.newFolder();
        try (var host = new LaneHost(transport, HostTransport.start(folder, plan))) {
            List<LaneTrouble> troubles = new CopyOnWriteArrayList<>();
            List<Lanes> lanes = host.lanes(3, troubles);
            assertThat(bytesIn(folder)).isBetween(plan.bytes() * 95 / 100, plan.bytes() * 105 / 100);
            lanes.forEach(Lanes::close);
            assertThat(troubles).isEmpty();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void no_driver_no_client() {
        Path folder = LaneHost.newFolder();
        assertThatThrownBy(() -> LaneClient.connect(folder, Transport.IPC))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(folder.toString());
        delete(folder.getParent());
    }

    @Test
    void an_address_that_the_host_does_not_have_is_refused() {
        Path folder = LaneHost.newFolder();
        var plan = new TransportPlan(Transport.UDP, 2, 512 << 10);
        try (var _ = HostTransport.start(folder, plan)) {
            for (String host : List.of("192.0.2.1", "no such host")) {
                assertThatThrownBy(() -> LaneClient.connect(folder, Transport.UDP, host))
                        .isInstanceOf(TransportException.class)
                        .hasMessageStartingWith(
                                "can't listen on host=" + host + ": pass an address that this host has (");
            }
        }
        delete(folder.getParent());
    }

    private static long bytesIn(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

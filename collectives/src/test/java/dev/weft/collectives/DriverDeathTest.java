package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The media driver ends while lanes are open: each process is told so, by a reason that names it. A driver that is killed takes the agent along,
 * whose process it lives in, and with it the workers (the launcher's tests kill it).
 */
@Timeout(90)
class DriverDeathTest {
    private final BlockingQueue<LaneTrouble> troubles = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource(Transport.class)
    void a_driver_that_ends(Transport transport) throws Exception {
        Path folder = LaneHost.newFolder();
        HostTransport driver = HostTransport.start(folder, new TransportPlan(transport, 2, 512 << 10));
        try (var zero = LaneClient.connect(folder, transport);
                var one = LaneClient.connect(folder, transport)) {
            List<Endpoint> ends = List.of(new Endpoint(1, zero.address()), new Endpoint(2, one.address()));
            Lanes first = zero.open(new LanePlan(1, 0, ends), troubles::add);
            Lanes second = one.open(new LanePlan(1, 1, ends), troubles::add);
            first.awaitConnected(LaneHost.SOON);
            second.awaitConnected(LaneHost.SOON);
            driver.close();
            assertEachIsTold(2);
        } finally {
            Files.deleteIfExists(folder.getParent());
        }
    }

    private void assertEachIsTold(int processes) throws InterruptedException {
        for (int i = 0; i < processes; i++) {
            LaneTrouble trouble;
            do {
                trouble = troubles.poll(60, TimeUnit.SECONDS);
                assertThat(trouble)
                        .as("a process that says its driver has gone")
                        .isNotNull();
            } while (!trouble.reason().contains("media driver"));
        }
    }
}

package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Device;
import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.GpuLinks;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.NumaNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent tells of its host, and what that makes of what the file of hosts says. */
class HostFactsTest {
    private static final HostFacts FACTS = new HostFacts(
            8192,
            List.of(new NumaNode(0, CoreSet.range(0, 3), 0b01), new NumaNode(1, CoreSet.range(4, 7), 0b10)),
            List.of(new Device(0, "GPU-a", "A", 1 << 30, 1000), new Device(1, "GPU-b", "A", 1 << 30, 1000)),
            GpuLinks.uniform(2, 50),
            0b10,
            true);

    @Test
    void messagesCarryThem() {
        HostFacts told = FactsMessages.facts(FactsMessages.message(FACTS));
        assertThat(told).usingRecursiveComparison().ignoringFields("links").isEqualTo(FACTS);
        assertThat(told.links().weight(0, 1)).isEqualTo(50);
        var seat = new WorkerSeat(7, 512, 3, CoreSet.of(1, 2, 5), 1, FACTS.gpus());
        assertThat(FactsMessages.seat(FactsMessages.message(seat))).isEqualTo(seat);
        var free = new WorkerSeat(0, 0, 1, CoreSet.NONE, -1, List.of());
        assertThat(FactsMessages.seat(FactsMessages.message(free))).isEqualTo(free);
    }

    @Test
    void coresAndGpusNeedNotBeSaid() {
        Host known = FACTS.completing(Host.ofSlots("a", 2));
        assertThat(known.numa()).isEqualTo(FACTS.numa());
        assertThat(known.gpus().count()).isEqualTo(2);
        assertThat(known.healthyGpus()).as("those that nobody has").isEqualTo(0b10);
        assertThat(known.slots()).isEqualTo(2);
        assertThat(known.cpuMillis()).as("nobody said that cpu counts").isEqualTo(Host.UNCOUNTED);
        assertThat(known.memoryMiB()).isEqualTo(Host.UNCOUNTED);
    }

    @Test
    void whatIsSaidCounts() {
        Host said = Host.of("a", 2000, 1024).gpus(GpuLinks.uniform(1, 5));
        Host known = FACTS.completing(said);
        assertThat(known.numa()).isEqualTo(said.numa());
        assertThat(known.cpuMillis()).isEqualTo(2000);
        assertThat(known.gpus().count()).isEqualTo(1);
        assertThat(known.healthyGpus()).as("another job has it").isZero();
    }

    @Test
    void whatAHostHasNotIsASentence() {
        Host slots = Host.ofSlots("a", 1);
        assertRefused(
                slots.amounts(9000, Host.UNCOUNTED),
                "host a has 8 cores, and the file of hosts says cpu=9000m: correct it");
        assertRefused(
                slots.amounts(Host.UNCOUNTED, 8193), "host a has 8192 MiB, and the file of hosts says memory=8193Mi");
        assertRefused(
                slots.numa(List.of(new NumaNode(0, CoreSet.range(6, 9), 0))),
                "host a has cores 0-7, and the file of hosts says cores 6-9");
        assertRefused(
                slots.gpus(GpuLinks.uniform(3, 5)),
                "host a has 2 that can be used, and the file of hosts says GPUs: 3");
    }

    private static void assertRefused(Host said, String sentence) {
        assertThatThrownBy(() -> FACTS.completing(said))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void thisHostHasCoresAndMemory() {
        HostFacts own = HostFacts.ofThisHost(false);
        assertThat(own.cores().size()).isPositive();
        assertThat(own.memoryMebibytes()).isPositive();
        assertThat(own.gpus()).isEmpty();
    }

    @Test
    void listsAreReadAsLinuxWritesThem() {
        assertThat(HostCores.set("0-3,8,10-11").toString()).isEqualTo("0-3,8,10-11");
        assertThat(HostCores.set("").size()).isZero();
        assertThat(HostCores.binding(CoreSet.NONE, -1)).isEmpty();
        assertThat(HostCores.binding(CoreSet.of(1, 2, 3, 7), -1)).containsExactly("taskset", "--cpu-list", "1-3,7");
    }
}

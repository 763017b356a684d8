package dev.weft.launcher.doctor;

import dev.weft.runtime.gpu.GpuDiscovery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a host from all sides. */
public final class Doctor {
    private Doctor() {}

    /**
     * Changes nothing that stays.
     *
     * @param stateFolder where jobs keep their logs
     * @param store of checkpoints, if one is to be looked at: its address
     */
    public static List<Finding> examine(Machine machine, Path stateFolder, Optional<String> store) {
        var checks = new ArrayList<Check>(List.of(
                new JdkCheck(machine, JdkCheck.Jvm.here()),
                new MemoryCheck(machine),
                new HugePagesCheck(machine),
                new LimitsCheck(machine),
                new SharedMemoryCheck(machine),
                new StateFolderCheck(stateFolder),
                new PortsCheck(machine),
                new MtuCheck(machine),
                new SocketBuffersCheck(machine),
                new SshCheck(machine),
                new GpuCheck(machine, GpuDiscovery::ofThisHost),
                new ClockCheck(machine, store)));
        store.ifPresent(address -> checks.add(new StorageCheck(address)));
        return checks.stream().map(Check::run).toList();
    }
}

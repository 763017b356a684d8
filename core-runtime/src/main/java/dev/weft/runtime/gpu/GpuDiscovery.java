package dev.weft.runtime.gpu;

import dev.weft.runtime.gpu.Gpu.MigMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the NVIDIA GPUs of this host by the management library that comes with their driver. Where there is no driver there are no GPUs, and
 * that is no failure.
 */
public final class GpuDiscovery {
    /** The system property that names another management library. */
    public static final String LIBRARY = "weft.nvml.library";

    static final String VISIBLE_DEVICES = "CUDA_VISIBLE_DEVICES";
    private static final String DEFAULT_LIBRARY = "libnvidia-ml.so.1";
    private static final Path PCI_DEVICES = Path.of("/sys/bus/pci/devices");

    private final Nvml nvml;
    private final Path pciDevices;
    private final List<Found> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** @param board the GPU that it is, or is a part of */
    private record Found(Gpu gpu, MemorySegment board, List<NvlinkEnd> nvlinks) {}

    private GpuDiscovery(Nvml nvml, Path pciDevices) {
        this.nvml = nvml;
        this.pciDevices = pciDevices;
    }

    /** Those that this process may use: all, or those in {@code CUDA_VISIBLE_DEVICES} where a scheduler has set it. */
    public static GpuInventory ofThisHost() {
        return of(System.getProperty(LIBRARY, DEFAULT_LIBRARY), System.getenv(), PCI_DEVICES);
    }

    /** @param pciDevices where the system keeps a folder for each PCI device */
    static GpuInventory of(String libraryName, Map<String, String> environment, Path pciDevices) {
        Optional<NativeLibrary> library = NativeLibrary.find(libraryName);
        if (library.isEmpty()) {
            return Files.exists(Path.of(libraryName))
                    ? GpuInventory.broken(libraryName + " can't be loaded: it is no library for this machine")
                    : GpuInventory.NONE;
        }
        try (Nvml nvml = Nvml.open(library.get())) {
            GpuInventory all = new GpuDiscovery(nvml, pciDevices).all();
            return environment.containsKey(VISIBLE_DEVICES) ? all.visible(environment.get(VISIBLE_DEVICES)) : all;
        } catch (NvmlException | UnsupportedOperationException failure) {
            return GpuInventory.broken(String.valueOf(failure.getMessage()));
        }
    }

    private GpuInventory all() {
        int count = nvml.count();
        for (int index = 0; index < count; index++) {
            try {
                add(index, nvml.device(index));
            } catch (NvmlException lost) {
                problems.add("GPU " + index + " can't be used: " + lost.getMessage());
            }
        }
        return new GpuInventory(
                nvml.driverVersion(), found.stream().map(Found::gpu).toList(), links(), problems);
    }

    private void add(int index, MemorySegment board) {
        if (!nvml.parted(board).orElse(false)) {
            MigMode mig = nvml.parted(board).isPresent() ? MigMode.OFF : MigMode.UNSUPPORTED;
            found.add(new Found(gpu(index, board, board, mig), board, nvml.nvlinks(board)));
            return;
        }
        List<MemorySegment> parts = nvml.parts(board);
        if (parts.isEmpty()) {
            problems.add(
                    "GPU " + index + " can't be used: it is in MIG mode and has no instances (nvidia-smi mig -cgi)");
        }
        // Parts reach each other, and other GPUs, over PCIe only.
        parts.forEach(part -> found.add(new Found(gpu(index, part, board, MigMode.PART), board, List.of())));
    }

    private Gpu gpu(int index, MemorySegment device, MemorySegment board, MigMode mig) {
        Nvml.Memory memory = nvml.memory(device);
        String pciBusId = nvml.pciBusId(board);
        return new Gpu(
                index,
                nvml.uuid(device),
                nvml.name(device),
                pciBusId,
                memory.totalBytes(),
                memory.freeBytes(),
                mig,
                nvml.capability(board),
                nvml.numaNode(board).orElseGet(() -> numaNode(pciBusId)),
                nvml.cpus(board),
                nvml.health(board));
    }

    /** As Linux says it, which writes four digits of the domain where the driver writes eight. */
    private int numaNode(String pciBusId) {
        String name = pciBusId.toLowerCase(Locale.ROOT).replaceFirst("^0000(?=[0-9a-f]{4}:)", "");
        try {
            return Integer.parseInt(Files.readString(pciDevices.resolve(name).resolve("numa_node"))
                    .strip());
        } catch (IOException | NumberFormatException unknown) {
            return -1;
        }
    }

    // ---- links

    private List<List<GpuLink>> links() {
        return found.stream()
                .map(one -> found.stream().map(other -> link(one, other)).toList())
                .toList();
    }

    @SuppressWarnings("ReferenceEquality")
    private GpuLink link(Found one, Found other) {
        if (one == other) {
            return GpuLink.SELF;
        }
        int lanes = direct(one, other) + Math.min(toSwitches(one), toSwitches(other));
        return lanes > 0 ? GpuLink.nvlink(lanes) : GpuLink.of(overPci(one, other));
    }

    private static int direct(Found one, Found other) {
        return (int) one.nvlinks.stream()
                .filter(end -> !end.isSwitch() && end.pciBusId().equalsIgnoreCase(other.gpu.pciBusId()))
                .count();
    }

    private static int toSwitches(Found gpu) {
        return (int) gpu.nvlinks.stream().filter(NvlinkEnd::isSwitch).count();
    }

    private GpuLink.Kind overPci(Found one, Found other) {
        if (one.board.equals(other.board)) {
            return GpuLink.Kind.PIX;
        }
        var level = nvml.commonAncestor(one.board, other.board);
        if (level.isEmpty()) {
            boolean near = one.gpu.numaNode() >= 0 && one.gpu.numaNode() == other.gpu.numaNode();
            return near ? GpuLink.Kind.NODE : GpuLink.Kind.SYS;
        }
        return switch (level.getAsInt()) {
            case 0, 10 -> GpuLink.Kind.PIX;
            case 20 -> GpuLink.Kind.PXB;
            case 30 -> GpuLink.Kind.PHB;
            case 40 -> GpuLink.Kind.NODE;
            default -> GpuLink.Kind.SYS;
        };
    }
}

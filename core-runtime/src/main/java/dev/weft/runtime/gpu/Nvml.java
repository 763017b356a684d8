package dev.weft.runtime.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * NVIDIA's management library, as its reference describes it (NVML API Reference Guide). What a GPU or an older driver does not support is
 * an empty answer; any other failure an {@link NvmlException}.
 */
final class Nvml implements AutoCloseable {
    private static final int SUCCESS = 0;
    private static final int INSUFFICIENT_SIZE = 7;
    private static final int VERSION_MISMATCH = 18;

    private static final int TEXT_BYTES = 96;
    /** {@code nvmlPciInfo_t}: 16 bytes of an older bus id, five ints, 32 bytes of bus id. */
    private static final int PCI_BYTES = 68;

    private static final int PCI_BUS_ID_AT = 36;
    private static final int PCI_BUS_ID_BYTES = 32;
    private static final int NVLINKS = 18;
    private static final int CPU_SET_WORDS = 64;
    private static final int NODE_SET_WORDS = 16;
    private static final int UNCORRECTED = 1;
    private static final int SINCE_LOADED = 0;
    private static final int ON = 1;

    private final NativeLibrary library;
    private final Arena arena = Arena.ofConfined();

    private Nvml(NativeLibrary library) {
        this.library = library;
    }

    static Nvml open(NativeLibrary library) {
        var nvml = new Nvml(library);
        try {
            nvml.require("nvmlInit_v2");
            return nvml;
        } catch (RuntimeException failed) {
            nvml.arena.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        int _ = library.call("nvmlShutdown");
        arena.close();
    }

    private void require(String function, Object... arguments) {
        int status = library.call(function, arguments);
        if (status != SUCCESS) {
            throw new NvmlException(function, status, text(status));
        }
    }

    /** Whether it is there and gave what it was asked for. A GPU that is lost fails all calls, also those that the caller can't do without. */
    private boolean succeeds(String function, Object... arguments) {
        return library.has(function) && library.call(function, arguments) == SUCCESS;
    }

    private String text(int status) {
        String text = library.text("nvmlErrorString", status);
        return status == VERSION_MISMATCH
                ? text + ": the driver that is loaded is of another version than its libraries, reboot or reload it"
                : text;
    }

    private MemorySegment ints(int count) {
        return arena.allocate(ValueLayout.JAVA_INT, count);
    }

    private static int first(MemorySegment out) {
        return out.getAtIndex(ValueLayout.JAVA_INT, 0);
    }

    private static int second(MemorySegment out) {
        return out.getAtIndex(ValueLayout.JAVA_INT, 1);
    }

    String driverVersion() {
        MemorySegment out = arena.allocate(TEXT_BYTES);
        require("nvmlSystemGetDriverVersion", out, TEXT_BYTES);
        return out.getString(0);
    }

    int count() {
        MemorySegment out = ints(1);
        require("nvmlDeviceGetCount_v2", out);
        return first(out);
    }

    MemorySegment device(int index) {
        MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
        require("nvmlDeviceGetHandleByIndex_v2", index, out);
        return out.get(ValueLayout.ADDRESS, 0);
    }

    String name(MemorySegment device) {
        MemorySegment out = arena.allocate(TEXT_BYTES);
        require("nvmlDeviceGetName", device, out, TEXT_BYTES);
        return out.getString(0);
    }

    String uuid(MemorySegment device) {
        MemorySegment out = arena.allocate(TEXT_BYTES);
        require("nvmlDeviceGetUUID", device, out, TEXT_BYTES);
        return out.getString(0);
    }

    String pciBusId(MemorySegment device) {
        MemorySegment out = arena.allocate(PCI_BYTES, Integer.BYTES);
        require("nvmlDeviceGetPciInfo_v3", device, out);
        return busId(out);
    }

    private static String busId(MemorySegment pciInfo) {
        return pciInfo.asSlice(PCI_BUS_ID_AT, PCI_BUS_ID_BYTES).getString(0);
    }

    /** @param totalBytes of a device's memory */
    record Memory(long totalBytes, long freeBytes) {}

    Memory memory(MemorySegment device) {
        MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG, 3);
        require("nvmlDeviceGetMemoryInfo", device, out);
        return new Memory(out.getAtIndex(ValueLayout.JAVA_LONG, 0), out.getAtIndex(ValueLayout.JAVA_LONG, 1));
    }

    String capability(MemorySegment device) {
        MemorySegment out = ints(2);
        require("nvmlDeviceGetCudaComputeCapability", device, out, out.asSlice(Integer.BYTES));
        return first(out) + "." + second(out);
    }

    /** Whether the GPU is parted; nothing if it can't be. */
    Optional<Boolean> parted(MemorySegment device) {
        MemorySegment out = ints(2);
        return succeeds("nvmlDeviceGetMigMode", device, out, out.asSlice(Integer.BYTES))
                ? Optional.of(first(out) == ON)
                : Optional.empty();
    }

    /** Of a GPU that is parted. */
    List<MemorySegment> parts(MemorySegment device) {
        MemorySegment most = ints(1);
        require("nvmlDeviceGetMaxMigDeviceCount", device, most);
        var parts = new ArrayList<MemorySegment>();
        for (int i = 0; i < first(most); i++) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            if (succeeds("nvmlDeviceGetMigDeviceHandleByIndex", device, i, out)) {
                parts.add(out.get(ValueLayout.ADDRESS, 0));
            }
        }
        return parts;
    }

    /** {@code nvmlGpuTopologyLevel_t}. */
    OptionalInt commonAncestor(MemorySegment device, MemorySegment other) {
        MemorySegment out = ints(1);
        return succeeds("nvmlDeviceGetTopologyCommonAncestor", device, other, out)
                ? OptionalInt.of(first(out))
                : OptionalInt.empty();
    }

    /** What is at the other ends of a GPU's active NVLinks. */
    List<NvlinkEnd> nvlinks(MemorySegment device) {
        return IntStream.range(0, NVLINKS)
                .mapToObj(link -> nvlink(device, link))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<NvlinkEnd> nvlink(MemorySegment device, int link) {
        MemorySegment state = ints(1);
        if (!succeeds("nvmlDeviceGetNvLinkState", device, link, state) || first(state) != ON) {
            return Optional.empty();
        }
        MemorySegment type = ints(1);
        MemorySegment pci = arena.allocate(PCI_BYTES, Integer.BYTES);
        boolean isSwitch =
                succeeds("nvmlDeviceGetNvLinkRemoteDeviceType", device, link, type) && first(type) == NvlinkEnd.SWITCH;
        boolean known = succeeds("nvmlDeviceGetNvLinkRemotePciInfo_v2", device, link, pci);
        return Optional.of(new NvlinkEnd(isSwitch, known ? busId(pci) : ""));
    }

    /** The NUMA node next to a device, if there is exactly one. */
    OptionalInt numaNode(MemorySegment device) {
        MemorySegment words = arena.allocate(ValueLayout.JAVA_LONG, NODE_SET_WORDS);
        if (!succeeds("nvmlDeviceGetMemoryAffinity", device, NODE_SET_WORDS, words, 0)) {
            return OptionalInt.empty();
        }
        List<Integer> nodes = bits(words, NODE_SET_WORDS);
        return nodes.size() == 1 ? OptionalInt.of(nodes.getFirst()) : OptionalInt.empty();
    }

    List<Integer> cpus(MemorySegment device) {
        MemorySegment words = arena.allocate(ValueLayout.JAVA_LONG, CPU_SET_WORDS);
        return succeeds("nvmlDeviceGetCpuAffinity", device, CPU_SET_WORDS, words)
                ? bits(words, CPU_SET_WORDS)
                : List.of();
    }

    private static List<Integer> bits(MemorySegment words, int count) {
        return IntStream.range(0, count * Long.SIZE)
                .filter(bit -> (words.getAtIndex(ValueLayout.JAVA_LONG, bit / Long.SIZE) & 1L << bit) != 0)
                .boxed()
                .toList();
    }

    GpuHealth health(MemorySegment device) {
        MemorySegment rows = ints(4);
        boolean remaps = succeeds(
                "nvmlDeviceGetRemappedRows",
                device,
                rows,
                rows.asSlice(Integer.BYTES),
                rows.asSlice(2 * Integer.BYTES),
                rows.asSlice(3 * Integer.BYTES));
        long replaced = remaps ? first(rows) + second(rows) : retiredPages(device);
        MemorySegment pending = ints(1);
        boolean retiring = succeeds("nvmlDeviceGetRetiredPagesPendingStatus", device, pending) && first(pending) == ON;
        return new GpuHealth(
                uncorrectedErrors(device).orElse(0),
                replaced,
                retiring || remaps && rows.getAtIndex(ValueLayout.JAVA_INT, 2) != 0,
                remaps && rows.getAtIndex(ValueLayout.JAVA_INT, 3) != 0);
    }

    private OptionalLong uncorrectedErrors(MemorySegment device) {
        MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
        return succeeds("nvmlDeviceGetTotalEccErrors", device, UNCORRECTED, SINCE_LOADED, out)
                ? OptionalLong.of(out.get(ValueLayout.JAVA_LONG, 0))
                : OptionalLong.empty();
    }

    /** Those of both causes: several single-bit errors, and one of two bits. */
    private long retiredPages(MemorySegment device) {
        long pages = 0;
        for (int cause = 0; cause < 2 && library.has("nvmlDeviceGetRetiredPages"); cause++) {
            MemorySegment count = ints(1);
            int status = library.call("nvmlDeviceGetRetiredPages", device, cause, count, MemorySegment.NULL);
            pages += status == SUCCESS || status == INSUFFICIENT_SIZE ? first(count) : 0;
        }
        return pages;
    }
}

package dev.weft.runtime.gpu;

/**
 * How two GPUs of a host reach each other, in the words of {@code nvidia-smi topo -m}.
 *
 * @param lanes of NVLink; 0 for all else
 */
public record GpuLink(Kind kind, int lanes) {
    /** From best to worst. */
    public enum Kind {
        /** The GPU itself. */
        SELF(0),
        /** NVLink, directly or by a switch of its own. */
        NVLINK(100),
        /** One PCIe switch. */
        PIX(50),
        /** Several PCIe switches, no host bridge. */
        PXB(40),
        /** A PCIe host bridge. */
        PHB(25),
        /** Several host bridges of one NUMA node. */
        NODE(15),
        /** The link between the host's sockets. */
        SYS(5);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    private static final int LANE_WEIGHT = 10;

    static final GpuLink SELF = new GpuLink(Kind.SELF, 0);

    static GpuLink nvlink(int lanes) {
        return new GpuLink(Kind.NVLINK, lanes);
    }

    static GpuLink of(Kind kind) {
        return new GpuLink(kind, 0);
    }

    /** The more, the better they are connected. */
    public int weight() {
        return kind.weight + LANE_WEIGHT * lanes;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SELF -> "X";
            case NVLINK -> "NV" + lanes;
            default -> kind.name();
        };
    }
}

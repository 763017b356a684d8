package dev.weft.collectives.benchmark;

/** With whom Weft can be compared. */
public enum PeerKind {
    /** Open MPI, the same operations between the same number of processes. */
    MPIRUN("mpirun"),
    /** Aeron alone, messages between two JVMs: what Weft's own lanes are made of. */
    AERON("aeron");

    private final String title;

    PeerKind(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}

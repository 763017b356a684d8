package dev.weft.collectives;
/** Stub. */
public record TransportPlan(Transport transport, int endpoints) {
    public static TransportPlan of(Transport transport, int endpoints) {
        return new TransportPlan(transport, endpoints);
    }
}

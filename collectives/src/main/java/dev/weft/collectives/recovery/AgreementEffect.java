package dev.weft.collectives.recovery;

/** What {@link Agreement} wants done, in this order. */
public sealed interface AgreementEffect {
    /** Send it; the channel to a member keeps the order. */
    record Send(int to, AgreementMessage message) implements AgreementEffect {}

    /** The member's call returns this; it comes once. */
    record Decide(Decision decision) implements AgreementEffect {}
}

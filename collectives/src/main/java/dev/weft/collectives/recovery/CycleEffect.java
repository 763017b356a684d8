package dev.weft.collectives.recovery;

/** What {@link ReceiveCycle} wants done. */
public sealed interface CycleEffect {
    /** Bring the probe to the process of rank {@link Probe#to}, which may be this one. It may get lost: the next one follows. */
    record Forward(Probe probe) implements CycleEffect {}

    /** These ranks wait for each other, and will for ever. */
    record Found(Cycle cycle) implements CycleEffect {}
}

package dev.weft.collectives;

/**
 * Lanes to or from a process are broken for good: whoever waits for its ranks waits in vain. Told once per process.
 *
 * @param endpoint the process at the other end, or this one if its own transport has ended
 */
public record LaneTrouble(int endpoint, String reason) {}

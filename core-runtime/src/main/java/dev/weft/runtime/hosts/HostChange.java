package dev.weft.runtime.hosts;

/**
 * A host of a job is in another state.
 *
 * @param evidence what showed it, in a few words
 */
public record HostChange(String host, HostState state, String evidence) {}

package dev.weft.runtime.hosts;

/** What is to be done for a job's host. */
sealed interface HostEffect {
    /**
     * It is in another state: to be written down.
     *
     * @param evidence what showed it, in a few words
     */
    record Became(HostState state, String evidence) implements HostEffect {}

    /** Its processes count as lost from now on, and nothing new goes there. */
    record Lose(String why) implements HostEffect {}

    /** Its processes are to go on elsewhere, and nothing new goes there. */
    record Drain() implements HostEffect {}

    /** Nothing more is said to it or heard from it. */
    record Cut() implements HostEffect {}
}

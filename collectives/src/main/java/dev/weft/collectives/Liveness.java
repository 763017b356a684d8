package dev.weft.collectives;

import java.time.Duration;

/**
 * After which silence the media driver gives something up. A process that stalls for longer counts as dead, so none of
 * these is shorter than the pauses that a healthy process may make; who is alive is decided elsewhere and sooner.
 *
 * @param driver clients, of the driver
 * @param client the driver, of a client
 * @param unblock the driver, of a frame that was claimed and not written
 * @param image a receiver, of the stream of its sender
 */
record Liveness(Duration driver, Duration client, Duration unblock, Duration image) {
    static final Liveness PATIENT = new Liveness(
            Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(10));
}

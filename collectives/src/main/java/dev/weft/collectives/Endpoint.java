package dev.weft.collectives;

import dev.weft.collectives.process.HostAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A process that has lanes.
 *
 * @param incarnation which life of it: frames of another one are dropped
 * @param address {@link LaneClient#address()} of that process
 */
public record Endpoint(int incarnation, String address) {
    /** The host that it runs on: this one, if no network lies between. */
    String host() {
        if (!address.isEmpty()) {
            return HostAddress.hostOf(address);
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

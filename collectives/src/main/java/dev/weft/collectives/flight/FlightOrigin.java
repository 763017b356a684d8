package dev.weft.collectives.flight;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Whose events a recorder keeps.
 *
 * @param rank its number in the job
 * @param process the number in the job of its process, which no other process of the job ever has
 * @param host of that process
 * @param pid of that process
 */
public record FlightOrigin(int rank, int process, String host, long pid) {

    /** A rank of this process. */
    public static FlightOrigin here(int rank, int process) {
        return new FlightOrigin(
                rank, process, hostName(), ProcessHandle.current().pid());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "";
        }
    }
}

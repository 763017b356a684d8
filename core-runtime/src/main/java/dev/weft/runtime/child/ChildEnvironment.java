package dev.weft.runtime.child;

import dev.weft.collectives.Placement;
import dev.weft.runtime.Rank;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The variables that tell a process which rank it is, as {@code torchrun} sets them. */
public final class ChildEnvironment {
    private ChildEnvironment() {}

    /**
     * Collective.
     *
     * @throws IOException if rank 0's host has no free port
     */
    public static Map<String, String> of(Rank rank) throws IOException {
        var variables = new HashMap<String, String>();
        variables.put("WEFT_JOB", rank.job());
        variables.put("RANK", Integer.toString(rank.number()));
        variables.put("WORLD_SIZE", Integer.toString(rank.count()));
        variables.put("LOCAL_RANK", Integer.toString(onSameHost(rank, rank.number())));
        variables.put("LOCAL_WORLD_SIZE", Integer.toString(onSameHost(rank, rank.count())));
        variables.put("GROUP_RANK", Integer.toString(rank.worker()));
        variables.put("MASTER_ADDR", rank.host(0));
        variables.put("MASTER_PORT", Integer.toString(port(rank)));
        return variables;
    }

    /** How many ranks below that one are on this rank's host. */
    private static int onSameHost(Rank rank, int below) {
        Placement placement = rank.placement();
        String own = rank.host(rank.worker());
        return (int) IntStream.range(0, below)
                .filter(other -> rank.host(placement.worker(other)).equals(own))
                .count();
    }

    /** One that is free now: who comes first takes it. */
    private static int port(Rank rank) throws IOException {
        int[] port = new int[1];
        if (rank.number() == 0) {
            try (var socket = new ServerSocket(0)) {
                port[0] = socket.getLocalPort();
            }
        }
        rank.communicator().broadcast(port, 0, 1, 0);
        return port[0];
    }
}

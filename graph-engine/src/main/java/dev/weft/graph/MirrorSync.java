package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.ThreadTeam;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Values of the vertices at the borders between workers: from their owners to the workers that mirror them, or back, added up. Buffers
 * hold one value for each such vertex and other worker; they are made at the first use of their type.
 */
final class MirrorSync {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Communicator communicator;
    private final ThreadTeam team;
    private final Legs owned;
    private final Legs mirrored;
    private int[] ownedInts = {};
    private int[] mirroredInts = {};
    private long[] ownedLongs = {};
    private long[] mirroredLongs = {};

    /**
     * @param owned the rank's vertices that other workers mirror
     * @param mirrored the vertices of other workers that this one mirrors, as far as they fall to this rank
     */
    MirrorSync(Communicator communicator, ThreadTeam team, Legs owned, Legs mirrored) {
        this.communicator = communicator;
        this.team = team;
        this.owned = owned;
        this.mirrored = mirrored;
    }

    void toMirrors(int[] values) {
        makeInts();
        forEach(owned, (vertex, place) -> ownedInts[place] = values[vertex]);
        communicator.allToAllV(ownedInts, owned.counts, owned.starts, mirroredInts, mirrored.counts, mirrored.starts);
        forEach(mirrored, (vertex, place) -> values[vertex] = mirroredInts[place]);
    }

    void toMirrors(long[] values) {
        makeLongs();
        forEach(owned, (vertex, place) -> ownedLongs[place] = values[vertex]);
        sendLongsToMirrors();
        forEach(mirrored, (vertex, place) -> values[vertex] = mirroredLongs[place]);
    }

    void toMirrors(double[] values) {
        makeLongs();
        forEach(owned, (vertex, place) -> ownedLongs[place] = Double.doubleToRawLongBits(values[vertex]));
        sendLongsToMirrors();
        forEach(mirrored, (vertex, place) -> values[vertex] = Double.longBitsToDouble(mirroredLongs[place]));
    }

    private void sendLongsToMirrors() {
        communicator.allToAllV(ownedLongs, owned.counts, owned.starts, mirroredLongs, mirrored.counts, mirrored.starts);
    }

    /** Several workers may mirror a vertex. */
    void addToOwners(long[] values) {
        makeLongs();
        forEach(mirrored, (vertex, place) -> mirroredLongs[place] = values[vertex]);
        communicator.allToAllV(mirroredLongs, mirrored.counts, mirrored.starts, ownedLongs, owned.counts, owned.starts);
        forEach(owned, (vertex, place) -> {
            long _ = (long) LONGS.getAndAdd(values, vertex, ownedLongs[place]);
        });
    }

    private void makeInts() {
        if (ownedInts.length < owned.total() || mirroredInts.length < mirrored.total()) {
            ownedInts = new int[owned.total()];
            mirroredInts = new int[mirrored.total()];
        }
    }

    private void makeLongs() {
        if (ownedLongs.length < owned.total() || mirroredLongs.length < mirrored.total()) {
            ownedLongs = new long[owned.total()];
            mirroredLongs = new long[mirrored.total()];
        }
    }

    private void forEach(Legs legs, Body body) {
        team.forEachChunk(legs.pieces(), (piece, _) -> {
            int[] list = legs.list(piece);
            int first = legs.from(piece);
            int start = legs.valueStart(piece);
            int length = legs.length(piece);
            for (int i = 0; i < length; i++) {
                body.run(list[first + i], start + i);
            }
        });
    }

    @FunctionalInterface
    private interface Body {
        /** @param place of the vertex's value in the buffer */
        void run(int vertex, int place);
    }
}

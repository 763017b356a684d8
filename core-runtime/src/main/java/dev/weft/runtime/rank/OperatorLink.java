package dev.weft.runtime.rank;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.Operator;

/** An operator, reached through the group of all ranks of the job. */
public record OperatorLink(World world, int operator, Communicator everyone) implements Operator {
    @Override
    public String name() {
        return world.names().get(operator);
    }

    @Override
    public int count() {
        return world.placements().get(operator).ranks();
    }

    private int inWorld(String name, int rank) {
        if (rank < 0 || rank >= count()) {
            throw new IllegalArgumentException(
                    name + "=" + rank + ": operator " + name() + " has ranks 0 to " + (count() - 1));
        }
        return world.rank(operator, rank);
    }

    @Override
    public void send(double[] data, int offset, int count, int destination, int tag) {
        everyone.send(data, offset, count, inWorld("destination", destination), tag);
    }

    @Override
    public void send(long[] data, int offset, int count, int destination, int tag) {
        everyone.send(data, offset, count, inWorld("destination", destination), tag);
    }

    @Override
    public void send(int[] data, int offset, int count, int destination, int tag) {
        everyone.send(data, offset, count, inWorld("destination", destination), tag);
    }

    @Override
    public void send(byte[] data, int offset, int count, int destination, int tag) {
        everyone.send(data, offset, count, inWorld("destination", destination), tag);
    }

    @Override
    public int receive(double[] data, int offset, int capacity, int source, int tag) {
        return everyone.receive(data, offset, capacity, inWorld("source", source), tag);
    }

    @Override
    public int receive(long[] data, int offset, int capacity, int source, int tag) {
        return everyone.receive(data, offset, capacity, inWorld("source", source), tag);
    }

    @Override
    public int receive(int[] data, int offset, int capacity, int source, int tag) {
        return everyone.receive(data, offset, capacity, inWorld("source", source), tag);
    }

    @Override
    public int receive(byte[] data, int offset, int capacity, int source, int tag) {
        return everyone.receive(data, offset, capacity, inWorld("source", source), tag);
    }
}

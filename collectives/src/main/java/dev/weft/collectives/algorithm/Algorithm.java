package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;
import java.util.Set;
import java.util.stream.Stream;

/** One way to make a collective call by messages between ranks. Stateless: one instance serves all ranks. */
public abstract class Algorithm {
    private final String name;
    private final Set<Operation> operations;

    protected Algorithm(String name, Operation first, Operation... more) {
        this.name = name;
        this.operations =
                Set.copyOf(Stream.concat(Stream.of(first), Stream.of(more)).toList());
    }

    public final String name() {
        return name;
    }

    public final boolean does(Operation operation) {
        return operations.contains(operation);
    }

    /** True if its result for such a call is the right one, to the bit. */
    public boolean fits(Shape shape) {
        return true;
    }

    public abstract Cost cost(Shape shape);

    public abstract void run(Wire wire, Call call);

    @Override
    public final String toString() {
        return name;
    }
}

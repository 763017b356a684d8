package dev.weft.collectives.benchmark;

import static dev.weft.collectives.benchmark.Result.A_BLOCK_FROM_EACH;
import static dev.weft.collectives.benchmark.Result.IN_PLACE;
import static dev.weft.collectives.benchmark.Result.ONE_BLOCK;
import static dev.weft.collectives.benchmark.ResultVerifier.UNDEFINED;
import static dev.weft.collectives.benchmark.ResultVerifier.results;
import static dev.weft.collectives.benchmark.Shape.BLOCKS;
import static dev.weft.collectives.benchmark.Shape.EMPTY;
import static dev.weft.collectives.benchmark.Shape.MESSAGE;
import static dev.weft.collectives.benchmark.Shape.WHOLE;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import java.util.List;

/**
 * All operations of the benchmark, each with what its result is by its definition: the value at index i of a rank's
 * receive buffer. The program for MPI has a table with the same names.
 */
final class KernelTable {
    static final List<Kernel> ALL = List.of(
            new Kernel(
                    "pingpong",
                    MESSAGE,
                    ONE_BLOCK,
                    KernelTable::pingpong,
                    results((in, rank, i) -> rank < 2 ? in.value(1 - rank, i) : UNDEFINED)),
            new Kernel("barrier", EMPTY, ONE_BLOCK, (c, a) -> c.barrier(), new BarrierVerifier()),
            new Kernel(
                    "broadcast",
                    WHOLE,
                    IN_PLACE,
                    (c, a) -> c.broadcast(a.receive(), 0, a.count(), 0),
                    results((in, rank, i) -> in.value(0, i))),
            new Kernel(
                    "reduce",
                    WHOLE,
                    IN_PLACE,
                    (c, a) -> c.reduce(a.receive(), 0, a.count(), Op.SUM, 0),
                    results((in, rank, i) -> rank == 0 ? in.sum(in.ranks(), i) : UNDEFINED)),
            new Kernel(
                    "allReduce",
                    WHOLE,
                    IN_PLACE,
                    (c, a) -> c.allReduce(a.receive(), 0, a.count(), Op.SUM),
                    results((in, rank, i) -> in.sum(in.ranks(), i))),
            new Kernel(
                    "reduceScatter",
                    BLOCKS,
                    ONE_BLOCK,
                    (c, a) -> c.reduceScatter(a.send(), 0, a.count(), a.receive(), 0, Op.SUM),
                    results((in, rank, i) -> in.sum(in.ranks(), rank * in.count() + i))),
            new Kernel(
                    "gather",
                    WHOLE,
                    A_BLOCK_FROM_EACH,
                    (c, a) -> c.gather(a.send(), 0, a.count(), a.receive(), 0, 0),
                    results((in, rank, i) -> rank == 0 ? in.value(i / in.count(), i % in.count()) : UNDEFINED)),
            new Kernel(
                    "scatter",
                    BLOCKS,
                    ONE_BLOCK,
                    (c, a) -> c.scatter(a.send(), 0, a.count(), a.receive(), 0, 0),
                    results((in, rank, i) -> in.value(0, rank * in.count() + i))),
            new Kernel(
                    "allGather",
                    WHOLE,
                    A_BLOCK_FROM_EACH,
                    (c, a) -> c.allGather(a.send(), 0, a.count(), a.receive(), 0),
                    results((in, rank, i) -> in.value(i / in.count(), i % in.count()))),
            new Kernel(
                    "allToAll",
                    BLOCKS,
                    A_BLOCK_FROM_EACH,
                    (c, a) -> c.allToAll(a.send(), 0, a.count(), a.receive(), 0),
                    results((in, rank, i) -> in.value(i / in.count(), rank * in.count() + i % in.count()))),
            new Kernel(
                    "allToAllV",
                    BLOCKS,
                    A_BLOCK_FROM_EACH,
                    (c, a) -> c.allToAllV(
                            a.send(), a.counts(), a.displacements(), a.receive(), a.counts(), a.displacements()),
                    results((in, rank, i) -> in.value(i / in.count(), rank * in.count() + i % in.count()))),
            new Kernel(
                    "scan",
                    WHOLE,
                    IN_PLACE,
                    (c, a) -> c.scan(a.receive(), 0, a.count(), Op.SUM),
                    results((in, rank, i) -> in.sum(rank + 1, i))),
            new Kernel(
                    "exscan",
                    WHOLE,
                    IN_PLACE,
                    (c, a) -> c.exscan(a.receive(), 0, a.count(), Op.SUM),
                    results((in, rank, i) -> rank == 0 ? in.value(0, i) : in.sum(rank, i))));

    private KernelTable() {}

    static Kernel named(String name) {
        return ALL.stream()
                .filter(kernel -> kernel.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("operation=%s is unknown: give one of %s"
                        .formatted(name, ALL.stream().map(Kernel::name).toList())));
    }

    private static void pingpong(Communicator communicator, Areas areas) {
        if (communicator.rank() == 0) {
            communicator.send(areas.send(), 0, areas.count(), 1, 0);
            communicator.receive(areas.receive(), 0, areas.count(), 1, 0);
        } else if (communicator.rank() == 1) {
            communicator.receive(areas.receive(), 0, areas.count(), 0, 0);
            communicator.send(areas.send(), 0, areas.count(), 0, 0);
        }
    }
}

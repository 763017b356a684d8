package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All algorithms by messages, by what they do. */
public final class Algorithms {
    private static final List<Algorithm> ALL = List.of(
            new DisseminationBarrier(),
            new BinomialBroadcast(),
            new ScatterRingBroadcast(),
            new BinomialReduce(),
            new RabenseifnerReduce(),
            new LinearReduce(),
            new RecursiveDoublingAllReduce(),
            new RabenseifnerAllReduce(),
            new RingAllReduce(),
            new GatherFold(),
            new SharesReduction(),
            new RecursiveHalvingReduceScatter(),
            new PairwiseReduceScatter(),
            new BruckAllGather(),
            new RingAllGather(),
            new BruckAllToAll(),
            new LinearAllToAll(),
            new PairwiseAllToAll(),
            new BinomialGather(),
            new LinearGather(),
            new BinomialScatter(),
            new LinearScatter(),
            new RecursiveDoublingScan(),
            new ChainScan());

    private static final Map<Operation, List<Algorithm>> BY_OPERATION = new EnumMap<>(Operation.class);

    static {
        Arrays.stream(Operation.values())
                .forEach(operation -> BY_OPERATION.put(
                        operation,
                        ALL.stream().filter(each -> each.does(operation)).toList()));
    }

    private Algorithms() {}

    /** Those that make this call; none for an operation that isn't collective. */
    public static List<Algorithm> of(Operation operation) {
        return BY_OPERATION.getOrDefault(operation, List.of());
    }
}

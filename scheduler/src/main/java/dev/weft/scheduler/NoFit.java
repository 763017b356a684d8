package dev.weft.scheduler;

import java.util.List;
import java.util.stream.Stream;

/**
 * A gang that fits nowhere.
 *
 * @param why what is missing where, the nearest miss first; sentences
 */
public record NoFit(List<String> why) implements Outcome {
    public NoFit {
        why = List.copyOf(why);
    }

    /** The same, said of spares whose gang has its place. */
    public NoFit besideWorkers(int spares) {
        return new NoFit(Stream.concat(
                        Stream.of("the workers have, but beside them spares=" + spares + " have none"), why.stream())
                .toList());
    }
}

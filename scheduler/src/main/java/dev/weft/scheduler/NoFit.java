package dev.weft.scheduler;

import java.util.List;

/**
 * A gang that fits nowhere.
 *
 * @param why what is missing where, the nearest miss first; sentences
 */
public record NoFit(List<String> why) implements Outcome {
    public NoFit {
        why = List.copyOf(why);
    }
}

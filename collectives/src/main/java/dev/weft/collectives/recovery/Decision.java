package dev.weft.collectives.recovery;

import java.util.List;

/**
 * What the members of a group have agreed on, the same at all that survive.
 *
 * @param flags the flags of all members that were heard, and-ed; every survivor is among them
 * @param lost the members that one of those knew to be lost, ascending; whoever was not heard is among them
 */
public record Decision(long flags, List<Integer> lost) {
    public Decision {
        lost = List.copyOf(lost);
    }
}

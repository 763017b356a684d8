package dev.weft.runtime;

import java.util.List;
import java.util.function.Supplier;

/** Offers a program under a name to {@code weft run NAME}; found by {@link java.util.ServiceLoader}. */
public interface ProgramProvider {
    String name();

    /** One sentence for the list of programs. */
    String summary();

    /** What the program reads with {@link Rank#arg}, for its help. */
    List<ProgramOption> options();

    Supplier<? extends Program> program();

    /**
     * An argument of a program.
     *
     * @param name as {@code --set name=value} takes it
     * @param meaning one sentence, with unit and default
     */
    record ProgramOption(String name, String meaning) {}
}

package dev.weft.launcher;

import picocli.CommandLine.Model.CommandSpec;

/** A command of weft: how it is called, and what it does. */
interface Command {
    CommandSpec spec();

    /** @return the exit code */
    int run(Given given, Terminal terminal) throws Exception;
}

package dev.weft.collectives.benchmark;

import dev.weft.collectives.Communicator;

/** Makes a call of a kernel on a rank, and compares what came of it with the operation's definition. */
interface Verifier {
    Checked check(Kernel kernel, Communicator communicator, int bytes);
}

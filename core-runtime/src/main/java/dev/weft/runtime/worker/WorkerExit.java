package dev.weft.runtime.worker;

/** How a worker's process ends. */
@FunctionalInterface
interface WorkerExit {
    int DONE = 0;
    int COULD_NOT_START = 3;
    int FENCED = 64;

    void with(int code);
}

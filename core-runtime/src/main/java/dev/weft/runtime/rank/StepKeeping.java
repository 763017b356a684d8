package dev.weft.runtime.rank;

/** What is kept of a loop's state at its boundaries. */
interface StepKeeping {
    /** Nothing is. */
    StepKeeping NONE = new StepKeeping() {
        @Override
        public long firstStep() {
            return 0;
        }

        @Override
        public void at(long step, StepTime last) {}

        @Override
        public void awaitSettled() {}

        @Override
        public void rest() {}

        @Override
        public void close() {}
    };

    /** Where the loop begins: so many of its steps are done. */
    long firstStep();

    /**
     * At the boundary of a step; collective.
     *
     * @param last what the step before took
     */
    void at(long step, StepTime last);

    /** Waits until the checkpoint that was begun last is in the store, or will never be. */
    void awaitSettled();

    /** Another loop begins: memory that this one needs only at its boundaries is given back. */
    void rest();

    void close();
}

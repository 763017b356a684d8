package dev.weft.collectives.algorithm;

/** A way to make a call that fits where its ranks live. */
public sealed interface Plan {
    String name();

    void run(Party party, Call call);

    /** All ranks live in one worker and work on each other's arrays. */
    record Shared() implements Plan {
        @Override
        public String name() {
            return "shared";
        }

        @Override
        public void run(Party party, Call call) {
            SharedCalls.run(party.crew(), call);
        }
    }

    /** Every rank sends messages, whether to ranks of its worker or of another. */
    record Flat(Algorithm algorithm) implements Plan {
        @Override
        public String name() {
            return algorithm.name();
        }

        @Override
        public void run(Party party, Call call) {
            algorithm.run(party.wire(), call);
        }
    }

    /** The ranks of a worker combine in memory, one of them sends messages to those of the other workers. */
    record TwoLevel(Algorithm leaders) implements Plan {
        @Override
        public String name() {
            return "two-level:" + leaders.name();
        }

        @Override
        public void run(Party party, Call call) {
            TwoLevelCalls.run(party, leaders, call);
        }
    }
}

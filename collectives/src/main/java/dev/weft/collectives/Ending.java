package dev.weft.collectives;

/** How a group ends before its time, other than by the fence. */
sealed interface Ending {
    /** What a rank of this process gets that was in a call. */
    RuntimeException exception(String pending);

    /** The programs' mistake; the text names the ranks and their calls. */
    record Mismatch(String text) implements Ending {
        @Override
        public RuntimeException exception(String pending) {
            return new CollectiveMismatchException(text);
        }
    }

    record Deadlock(String text) implements Ending {
        @Override
        public RuntimeException exception(String pending) {
            return new DeadlockException(text);
        }
    }

    record Lost(int rank, String host, String why) implements Ending {
        @Override
        public RuntimeException exception(String pending) {
            return new RankLostException(rank, host, pending, why);
        }
    }

    record Revoked(int rank) implements Ending {
        @Override
        public RuntimeException exception(String pending) {
            return new RevokedException("rank %d has revoked this communicator%s".formatted(rank, pending));
        }
    }
}

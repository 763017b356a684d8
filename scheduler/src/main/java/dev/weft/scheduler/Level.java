package dev.weft.scheduler;

/** How far hosts that work together stand apart, the nearest first. */
public enum Level {
    HOST,
    RACK,
    ZONE,
    CELL;

    /** The next below; of the nearest, itself. */
    Level nearer() {
        return switch (this) {
            case HOST, RACK -> HOST;
            case ZONE -> RACK;
            case CELL -> ZONE;
        };
    }

    boolean isWithin(Level other) {
        return compareTo(other) <= 0;
    }
}

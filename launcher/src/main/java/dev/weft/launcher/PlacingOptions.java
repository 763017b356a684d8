package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.Placing;
import dev.weft.scheduler.Level;
import dev.weft.scheduler.Pinning;
import dev.weft.scheduler.Strategy;
import java.util.Locale;

/** Where ranks are to go, in the words of the command line. */
final class PlacingOptions {
    private PlacingOptions() {}

    static Placing of(Given given) {
        return new Placing(
                given.said("--strategy").map(PlacingOptions::strategy).orElse(Strategy.PACK),
                given.said("--required").map(PlacingOptions::level),
                given.said("--preferred").map(PlacingOptions::level),
                given.text("--coordinator"));
    }

    static Pinning pinning(Given given) {
        return given.said("--pin").map(PlacingOptions::pinning).orElse(Pinning.NONE);
    }

    private static Pinning pinning(Said said) {
        return switch (said.text().toLowerCase(Locale.ROOT)) {
            case "cores" -> Pinning.CORES;
            case "numa" -> Pinning.NUMA;
            default -> throw said.unknown("cores", "numa");
        };
    }

    private static Strategy strategy(Said said) {
        return switch (said.text().toLowerCase(Locale.ROOT)) {
            case "pack" -> Strategy.PACK;
            case "spread" -> Strategy.SPREAD;
            default -> throw said.unknown("pack", "spread");
        };
    }

    private static Level level(Said said) {
        return switch (said.text().toLowerCase(Locale.ROOT)) {
            case "host" -> Level.HOST;
            case "rack" -> Level.RACK;
            case "zone" -> Level.ZONE;
            default -> throw said.unknown("host", "rack", "zone");
        };
    }
}

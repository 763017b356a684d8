package dev.weft.runtime;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a job saves a checkpoint. */
public sealed interface SaveInterval {
    /** At each boundary whose step is a multiple; waits until the one before is in the store. */
    record EverySteps(long steps) implements SaveInterval {
        public EverySteps {
            if (steps < 1) {
                throw new UsageException("checkpoint-every=" + steps + " < 1: give 1 or more steps");
            }
        }

        @Override
        public String toString() {
            return Long.toString(steps);
        }
    }

    /** At the first boundary after so long; left out while the one before is on its way. */
    record Every(Duration time) implements SaveInterval {
        public Every {
            if (!time.isPositive()) {
                throw new UsageException("checkpoint-every=" + time + ": give more than no time");
            }
        }

        @Override
        public String toString() {
            return time.toMillis() + "ms";
        }
    }

    /** By what a save costs and how often the job fails (Young, CACM 1974); as {@link Every} otherwise. */
    record Auto() implements SaveInterval {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /**
     * Reads {@code 10} (steps), {@code 30s}, {@code 500ms}, {@code 10m} or {@code auto}.
     *
     * @throws UsageException if it is none of these
     */
    static SaveInterval parse(String text) {
        if (text.equals("auto")) {
            return new Auto();
        }
        Matcher amount = Pattern.compile("(\\d{1,9})(ms|s|m|h|)").matcher(text);
        if (!amount.matches()) {
            throw new UsageException(
                    "checkpoint-every=" + text + " can't be used: give a number of steps, a time such as 30s, or auto");
        }
        long number = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "ms" -> new Every(Duration.ofMillis(number));
            case "s" -> new Every(Duration.ofSeconds(number));
            case "m" -> new Every(Duration.ofMinutes(number));
            case "h" -> new Every(Duration.ofHours(number));
            default -> new EverySteps(number);
        };
    }
}

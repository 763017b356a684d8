package dev.weft.graph.benchmark;

import dev.weft.runtime.UsageException;
import java.util.Map;

/** A benchmark's options that are whole numbers. */
public record Numbers(Map<String, String> values) {
    /** @throws UsageException if it is less, or no number */
    public int atLeastOne(String name, int otherwise) {
        long number = number(name, otherwise);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new UsageException("--" + name + " " + number + ": give a number from 1 on");
        }
        return (int) number;
    }

    /** @throws UsageException if it is no number */
    public long number(String name, long otherwise) {
        String value = values.getOrDefault(name, Long.toString(otherwise));
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw new UsageException("--" + name + " " + value + ": give a whole number");
        }
    }
}

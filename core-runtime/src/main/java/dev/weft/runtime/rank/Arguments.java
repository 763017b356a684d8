package dev.weft.runtime.rank;

import dev.weft.runtime.UsageException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** A program's arguments, read as the type that the program asks for: {@code --set} gives text, Java callers give what they like. */
public final class Arguments {
    private final Map<String, Object> values;

    public Arguments(Map<String, ?> values) {
        this.values = Map.copyOf(values);
    }

    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String get(String name, String otherwise) {
        return get(name).map(Object::toString).orElse(otherwise);
    }

    public int get(String name, int otherwise) {
        long value = get(name, (long) otherwise);
        if (value != (int) value) {
            throw wrong(name, value, "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    public long get(String name, long otherwise) {
        return get(name).map(value -> whole(name, value)).orElse(otherwise);
    }

    public double get(String name, double otherwise) {
        return get(name).map(value -> decimal(name, value)).orElse(otherwise);
    }

    public boolean get(String name, boolean otherwise) {
        return get(name).map(value -> truth(name, value)).orElse(otherwise);
    }

    private static long whole(String name, Object value) {
        try {
            return new BigDecimal(value.toString().strip()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(name, value, "a whole number");
        }
    }

    private static double decimal(String name, Object value) {
        try {
            return Double.parseDouble(value.toString().strip());
        } catch (NumberFormatException e) {
            throw wrong(name, value, "a number");
        }
    }

    private static boolean truth(String name, Object value) {
        return switch (value.toString().strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, value, "true or false");
        };
    }

    private static UsageException wrong(String name, Object value, String wanted) {
        return new UsageException(name + "=" + value + " can't be used: " + name + " must be " + wanted);
    }
}

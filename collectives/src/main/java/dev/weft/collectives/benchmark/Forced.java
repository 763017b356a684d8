package dev.weft.collectives.benchmark;

import dev.weft.collectives.Operation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Algorithms that are forced, as text: {@code allReduce=ring,broadcast=binomial}. */
public final class Forced {
    private Forced() {}

    /** @throws IllegalArgumentException if a part is none of operation=algorithm */
    public static Map<Operation, String> parse(String list) {
        var forced = new EnumMap<Operation, String>(Operation.class);
        for (String part : list.isEmpty() ? new String[0] : list.split(",", -1)) {
            int sign = part.indexOf('=');
            if (sign < 0) {
                throw new IllegalArgumentException(
                        "'%s' is no OPERATION=NAME: give one, such as allReduce=ring".formatted(part));
            }
            forced.put(operation(part.substring(0, sign)), part.substring(sign + 1));
        }
        return forced;
    }

    private static Operation operation(String name) {
        return Arrays.stream(Operation.values())
                .filter(each -> each.method().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no operation".formatted(name)));
    }

    static String text(Map<Operation, String> forced) {
        return forced.entrySet().stream()
                .map(each -> each.getKey().method() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }
}

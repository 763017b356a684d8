package dev.weft.launcher.jobfile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What may stand at a place in a job file. */
sealed interface Shape {
    /**
     * One value.
     *
     * @param kinds that it may have
     * @param least of numbers
     * @param most of numbers
     * @param words the only ones that it may be; any if there are none
     * @param pattern that text has to match as a whole
     * @param give what to give instead of a wrong one: "a whole number of at least 1"
     */
    record Value(
            Set<ScalarKind> kinds,
            Optional<BigDecimal> least,
            Optional<BigDecimal> most,
            List<String> words,
            Optional<Pattern> pattern,
            String give)
            implements Shape {
        private static final Optional<BigDecimal> MOST = Optional.of(BigDecimal.valueOf(Integer.MAX_VALUE));

        static Value text(String give) {
            return new Value(
                    Set.of(ScalarKind.TEXT), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), give);
        }

        static Value text(String pattern, String give) {
            return new Value(
                    Set.of(ScalarKind.TEXT),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.of(Pattern.compile(pattern)),
                    give);
        }

        static Value words(String... words) {
            return new Value(
                    Set.of(ScalarKind.TEXT),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(words),
                    Optional.empty(),
                    String.join(" or ", words));
        }

        static Value whole(long least) {
            return new Value(
                    Set.of(ScalarKind.WHOLE),
                    Optional.of(BigDecimal.valueOf(least)),
                    MOST,
                    List.of(),
                    Optional.empty(),
                    "a whole number from " + least + " to " + Integer.MAX_VALUE);
        }

        static Value truth() {
            return new Value(
                    Set.of(ScalarKind.TRUTH),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    "true or false");
        }

        /** Of this kind or text that matches. */
        Value or(ScalarKind kind, String atLeast) {
            return new Value(
                    Set.of(ScalarKind.TEXT, kind), Optional.of(new BigDecimal(atLeast)), MOST, words, pattern, give);
        }
    }

    /** A list with one entry at least. */
    record ListOf(Shape each) implements Shape {}

    /**
     * These keys and no others.
     *
     * @param exactlyOne of which one has to be there, and not two; empty if it is all the same
     */
    record Keys(Map<String, Key> keys, List<String> exactlyOne) implements Shape {
        Keys exactlyOneOf(String... names) {
            return new Keys(keys, List.of(names));
        }
    }

    /**
     * Keys that the user names.
     *
     * @param kinds of the values
     * @param lists whether lists of these may stand there, too
     * @param elsewhere keys that have another place, and which
     */
    record Named(Set<ScalarKind> kinds, boolean lists, Map<String, String> elsewhere, String give) implements Shape {}
}

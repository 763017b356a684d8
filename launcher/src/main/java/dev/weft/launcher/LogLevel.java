package dev.weft.launcher;

import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much {@code --log-level} logs. */
enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    private static final String PROPERTY = "weft.log.level";

    static LogLevel named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageException("--log-level=" + name + " is unknown: give " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(LogLevel::word).collect(Collectors.joining(", "));
    }

    /** Takes effect if nothing has been logged yet: logback.xml reads it when the first logger is made. */
    void use() {
        System.setProperty(PROPERTY, name());
    }

    /** Whether whoever runs weft looks into its depths. */
    static boolean wantsTraces() {
        return List.of(DEBUG.name(), TRACE.name()).contains(System.getProperty(PROPERTY, ""));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.weft.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Weft's version, which Maven writes into the jar. */
final class Version {
    private static final String PROPERTIES = "/META-INF/maven/dev.weft/weft-launcher/pom.properties";

    private Version() {}

    static String weft() {
        try (var in = Version.class.getResourceAsStream(PROPERTIES)) {
            if (in == null) {
                return "(not packaged)";
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "(unknown)");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package dev.weft.launcher.doctor;

import java.nio.file.Path;
import java.util.Optional;

/** The JVM that Weft runs in, its flags, and the JDK that a user's own builds would take. */
record JdkCheck(Machine machine, Jvm jvm) implements Check {
    private static final String NAME = "jdk";
    private static final int NEEDED = 25;

    /**
     * A JVM.
     *
     * @param isOpen whether Agrona may see the JDK's inside: --add-opens
     */
    record Jvm(int feature, String version, String vendor, String home, boolean hasNativeAccess, boolean isOpen) {
        static Jvm here() {
            Module own = JdkCheck.class.getModule();
            return new Jvm(
                    Runtime.version().feature(),
                    Runtime.version().toString(),
                    System.getProperty("java.vendor", "unknown"),
                    System.getProperty("java.home", ""),
                    own.isNativeAccessEnabled(),
                    Object.class.getModule().isOpen("jdk.internal.misc", own));
        }
    }

    @Override
    public Finding run() {
        String here = "%s (%s) in %s".formatted(jvm.version(), jvm.vendor(), jvm.home());
        if (jvm.feature() < NEEDED) {
            return Finding.fail(
                    NAME,
                    here + " is too old",
                    "install Temurin 25 (https://adoptium.net), or name a JDK 25 in WEFT_JAVA_HOME");
        }
        if (!jvm.hasNativeAccess() || !jvm.isOpen()) {
            return Finding.fail(
                    NAME,
                    here + " runs without "
                            + (jvm.hasNativeAccess()
                                    ? "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"
                                    : "--enable-native-access=ALL-UNNAMED"),
                    "start Weft by bin/weft, which gives all flags, or give this one; without it workers don't start");
        }
        return older().orElseGet(() -> Finding.ok(NAME, here));
    }

    /** JAVA_HOME, where it names a JDK that bin/weft passed over. */
    private Optional<Finding> older() {
        return Optional.ofNullable(machine.environment().get("JAVA_HOME"))
                .filter(home -> home.startsWith("/"))
                .flatMap(home -> feature(home)
                        .filter(feature -> feature < NEEDED)
                        .map(feature -> Finding.warn(
                                NAME,
                                "JAVA_HOME=" + home + " is a JDK " + feature + "; Weft found and uses " + jvm.home(),
                                "export JAVA_HOME=" + jvm.home() + ", for builds of your own programs")));
    }

    private Optional<Integer> feature(String home) {
        return machine.text(Path.of(home, "release").toString()).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("JAVA_VERSION=\""))
                .map(line -> line.replaceFirst("JAVA_VERSION=\"(1\\.)?", "").replaceFirst("[^0-9].*", ""))
                .filter(digits -> !digits.isEmpty())
                .map(Integer::parseInt)
                .findFirst();
    }
}

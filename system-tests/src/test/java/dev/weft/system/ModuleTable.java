package dev.weft.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which module may import what. A row lists all that its module knows beyond itself and the JDK; what is not listed is
 * forbidden. To use a new library in a module, add it to that module's row; a new arrow between modules is a decision.
 */
final class ModuleTable {
    private static final List<String> EVERYONE_KNOWS =
            List.of("java..", "javax..", "jdk..", "com.sun..", "org.jspecify..");

    private static final List<Row> ROWS = List.of(
            row("dev.weft.collectives", "org.agrona..", "io.aeron..", "org.apache.commons.math3..", "org.slf4j.."),
            row(
                    "dev.weft.checkpoint",
                    "software.amazon.awssdk..",
                    "com.google.protobuf..",
                    "com.github.luben.zstd..",
                    "org.slf4j.."),
            row("dev.weft.scheduler"),
            row(
                    "dev.weft.runtime",
                    "dev.weft.collectives..",
                    "dev.weft.checkpoint..",
                    "dev.weft.scheduler..",
                    "org.apache.pekko..",
                    "scala..",
                    "com.typesafe.config..",
                    "com.google.protobuf..",
                    "org.slf4j.."),
            row(
                    "dev.weft.graph",
                    "dev.weft.collectives..",
                    "dev.weft.checkpoint..",
                    "dev.weft.runtime..",
                    "com.github.luben.zstd..",
                    "dev.hardwood..",
                    "org.slf4j.."),
            row(
                    "dev.weft.launcher",
                    "dev.weft.collectives..",
                    "dev.weft.checkpoint..",
                    "dev.weft.runtime..",
                    "dev.weft.scheduler..",
                    "picocli..",
                    "org.snakeyaml.engine..",
                    "me.tongfei.progressbar..",
                    "ch.qos.logback..",
                    "org.slf4j.."),
            // The public API alone: no sub-package of another module, no library.
            row(
                    "dev.weft.examples",
                    "dev.weft.collectives",
                    "dev.weft.checkpoint",
                    "dev.weft.runtime",
                    "dev.weft.graph",
                    "dev.weft.graph.algorithms"));

    private ModuleTable() {}

    static Stream<Row> rows() {
        return ROWS.stream();
    }

    /** The row of the module that a package belongs to. */
    static Stream<Row> rowOf(String packageName) {
        return rows().filter(row -> (packageName + ".").startsWith(row.module + "."));
    }

    private static Row row(String module, String... knows) {
        return new Row(module, List.of(knows));
    }

    /** A module by its root package, and the packages that it knows. */
    record Row(String module, List<String> knows) {
        ArchRule rule() {
            var allowed =
                    Stream.of(EVERYONE_KNOWS, List.of(module + ".."), knows).flatMap(List::stream);
            return classes()
                    .that()
                    .resideInAPackage(module + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed.toArray(String[]::new));
        }

        @Override
        public String toString() {
            return module;
        }
    }
}

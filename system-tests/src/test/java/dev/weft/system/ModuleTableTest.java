package dev.weft.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModuleTableTest {
    private static JavaClasses weft;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readTheModules() {
        weft = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.weft");
    }

    @ParameterizedTest
    @MethodSource("dev.weft.system.ModuleTable#rows")
    void holds(ModuleTable.Row row) {
        row.rule().check(weft);
    }

    @Test
    void seesEveryModuleAndNothingElse() {
        var seen = weft.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(seen.stream().flatMap(ModuleTable::rowOf))
                .containsAll(ModuleTable.rows().toList());
        assertThat(seen).allSatisfy(name -> assertThat(ModuleTable.rowOf(name)).hasSize(1));
    }

    /** Those that read job files, spell, and examine hosts are used by the commands, and know none of them. */
    @Test
    void thePackagesBelowTheLaunchersDoNotKnowIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.weft.launcher.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.weft.launcher")
                .check(weft);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "dev.weft.collectives,        dev.weft.checkpoint",
        "dev.weft.collectives.ring,   dev.weft.checkpoint.manifest",
        "dev.weft.collectives,        dev.weft.runtime",
        "dev.weft.collectives,        org.apache.pekko.actor",
        "dev.weft.collectives,        ch.qos.logback.classic",
        "dev.weft.checkpoint,         dev.weft.collectives",
        "dev.weft.checkpoint,         dev.weft.graph",
        "dev.weft.checkpoint,         io.aeron",
        "dev.weft.checkpoint,         org.apache.pekko.actor",
        "dev.weft.scheduler,          dev.weft.runtime",
        "dev.weft.scheduler,          dev.weft.collectives",
        "dev.weft.scheduler,          org.apache.pekko.actor.typed",
        "dev.weft.scheduler,          org.slf4j",
        "dev.weft.runtime,            software.amazon.awssdk.services.s3",
        "dev.weft.runtime,            dev.weft.graph",
        "dev.weft.runtime,            dev.weft.launcher",
        "dev.weft.runtime,            io.aeron.driver",
        "dev.weft.runtime,            picocli",
        "dev.weft.runtime,            org.agrona",
        "dev.weft.graph,              dev.weft.launcher",
        "dev.weft.graph,              dev.weft.examples",
        "dev.weft.graph,              org.apache.pekko.actor.typed",
        "dev.weft.graph,              io.aeron",
        "dev.weft.graph,              picocli",
        "dev.weft.launcher,           dev.weft.graph",
        "dev.weft.launcher,           io.aeron",
        "dev.weft.launcher,           org.apache.pekko.actor",
        "dev.weft.examples,           dev.weft.launcher",
        "dev.weft.examples,           dev.weft.runtime.supervision",
        "dev.weft.examples,           org.slf4j",
    })
    void rejectsAPlantedImport(String from, String to) {
        assertThat(isAllowed(from, to)).isFalse();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "dev.weft.collectives.ring,   dev.weft.collectives",
        "dev.weft.collectives,        io.aeron",
        "dev.weft.checkpoint.s3,      software.amazon.awssdk.services.s3",
        "dev.weft.runtime,            org.apache.pekko.actor.typed",
        "dev.weft.runtime,            dev.weft.checkpoint",
        "dev.weft.runtime,            dev.weft.scheduler",
        "dev.weft.graph,              dev.weft.collectives",
        "dev.weft.launcher,           picocli",
        "dev.weft.launcher,           dev.weft.scheduler",
        "dev.weft.examples,           dev.weft.graph",
    })
    void acceptsWhatAModuleKnows(String from, String to) {
        assertThat(isAllowed(from, to)).isTrue();
    }

    private boolean isAllowed(String from, String to) {
        compile(
                source(to, "Target", "public class Target {}"),
                source(from, "Planted", "class Planted { int[] numbers; java.util.List<" + to + ".Target> field; }"));
        var planted = new ClassFileImporter().importPath(folder);
        var row = ModuleTable.rowOf(from).findFirst().orElseThrow();
        return !row.rule().evaluate(planted).hasViolation();
    }

    private void compile(JavaFileObject... sources) {
        var options = List.of("-d", folder.toString(), "-classpath", folder.toString(), "-proc:none");
        var task = ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, null, List.of(sources));
        assertThat(task.call()).isTrue();
    }

    private static JavaFileObject source(String packageName, String className, String body) {
        var uri = URI.create("string:///" + packageName.replace('.', '/') + "/" + className + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return "package " + packageName + "; " + body;
            }
        };
    }
}

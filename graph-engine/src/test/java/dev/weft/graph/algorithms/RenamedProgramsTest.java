package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Placement;
import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The built-in programs have no private door: their sources, moved to a package outside of Weft, compile against its public API as
 * anyone's do, and give the same bits.
 */
@Timeout(120)
class RenamedProgramsTest {
    private static final String OWN = BuiltIn.class.getPackageName();
    private static final String OTHER = "org.example.renamed";
    private static final Path SOURCES = Path.of("src/main/java", OWN.split("\\."));
    private static final Pattern WEFTS = Pattern.compile("dev\\.weft(?:\\.[a-z]+)+");
    /** The packages whose public classes are for everyone. */
    private static final List<String> PUBLIC =
            List.of("dev.weft.collectives", "dev.weft.runtime", "dev.weft.graph", "dev.weft.graph.algorithms");

    private static final int GRAPHS = 9;

    @TempDir
    private static Path folder;

    private static URLClassLoader copies;

    @BeforeAll
    static void compileCopies() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var words = new ArrayList<>(List.of(
                "-proc:none", "-Xlint:all,-processing", "-Werror", "-d", classes.toString(), "-cp", classPath()));
        for (Path source : programSources()) {
            Path copy = sources.resolve(source.getFileName());
            Files.writeString(copy, Files.readString(source).replace(OWN, OTHER));
            words.add(copy.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                .as("the compiler's exit status")
                .isZero();
        copies = new URLClassLoader(new URL[] {classes.toUri().toURL()}, RenamedProgramsTest.class.getClassLoader());
    }

    @AfterAll
    static void close() throws IOException {
        if (copies != null) {
            copies.close();
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Verifiers are not programs: they know how text is read. */
    private static List<Path> programSources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(Predicate.not(file -> file.getFileName()
                            .toString()
                            .matches("\\w+Verifier\\.java|Serial\\w+\\.java|package-info\\.java")))
                    .sorted()
                    .toList();
        }
    }

    /** The compiler has no word against public classes of packages that are the engine's own. */
    @Test
    void theyNameOnlyPublicPackages() throws IOException {
        assertThat(programSources()).hasSizeGreaterThan(25);
        for (Path source : programSources()) {
            assertThat(WEFTS.matcher(Files.readString(source)).results().map(MatchResult::group))
                    .as(source.toString())
                    .isSubsetOf(PUBLIC);
        }
    }

    static Stream<ProgramProvider> builtIns() {
        return ServiceLoader.load(ProgramProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(BuiltIn.class::isInstance);
    }

    @Test
    void allAreOffered() {
        assertThat(builtIns().map(Object::getClass)).hasSameElementsAs(List.of(BuiltIn.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void copiesGiveTheSameBits(ProgramProvider builtIn) throws ReflectiveOperationException {
        String name = builtIn.getClass().getName().replace(OWN, OTHER);
        Supplier<? extends Program> copy = ((ProgramProvider)
                        copies.loadClass(name).getDeclaredConstructor().newInstance())
                .program();
        Program one = copy.get();
        assertThat(one.getClass().getClassLoader()).isSameAs(copies);
        assertThat(one.getClass().getSimpleName())
                .isEqualTo(builtIn.program().get().getClass().getSimpleName());
        for (int seed = 0; seed < GRAPHS; seed++) {
            Map<String, ?> args = args(seed);
            for (Placement placement : List.of(Placement.together(3), Placement.of(1, 2))) {
                assertSameBits(run(copy, args, placement), run(builtIn.program(), args, placement), "seed=" + seed);
            }
        }
    }

    private static Map<String, ?> args(int seed) {
        var random = new Random(seed);
        Edges edges = RandomEdges.of(seed);
        var weights = new double[edges.sources().length];
        Arrays.setAll(weights, _ -> random.nextInt(256));
        var args = new HashMap<String, Object>();
        args.put("graph", new Edges(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), weights));
        var ids = Serial.ids(edges);
        args.put("source", ids.id(random.nextInt(ids.size())));
        args.put("iterations", 5);
        return args;
    }

    private static JobResult run(Supplier<? extends Program> program, Map<String, ?> args, Placement placement) {
        JobSpec spec =
                JobSpec.of("test", program).ranks(placement.ranks()).threads(2).args(args);
        return ThreadRanks.run(spec, placement);
    }

    private static void assertSameBits(JobResult actual, JobResult expected, String description) {
        assertThat(actual.scalars()).as(description).isEqualTo(expected.scalars());
        assertThat(actual.columns()).as(description).isNotEmpty().isEqualTo(expected.columns());
        for (String column : expected.columns()) {
            assertThat(Serial.bits(actual, column))
                    .as(description + " " + column)
                    .isEqualTo(Serial.bits(expected, column));
        }
    }
}

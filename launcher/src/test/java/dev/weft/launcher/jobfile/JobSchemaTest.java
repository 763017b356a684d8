package dev.weft.launcher.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema that editors take says what the parser says, by a validator that reads YAML on its own. */
class JobSchemaTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root", ".."));
    private static final Path SCHEMA = ROOT.resolve("launcher/schema/job-v1.json");
    private static final String HEAD = "apiVersion: weft/v1\nkind: Job\nmetadata: {name: demo}\n";

    @TempDir
    private Path folder;

    @Test
    void isInTheRepositoryAsTheParserKnowsIt() throws Exception {
        Path generated = Path.of("target/job-v1.json");
        Files.writeString(generated, JobSchema.text());
        assertThat(Files.readString(SCHEMA))
                .as("%s, which a change of JobShape changes: copy %s there", SCHEMA, generated)
                .isEqualTo(JobSchema.text());
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/jobs"))) {
            return files.filter(file -> JobFile.isNamed(file.toString())).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void takesTheExamples(Path file) throws Exception {
        assertThat(complaints(Files.readString(file))).isEmpty();
        assertThatCode(() -> JobFile.read(file.toString())).doesNotThrowAnyException();
    }

    @Test
    void takesTheDocumentsThatTheManualShows() throws Exception {
        Matcher shown = Pattern.compile("```yaml\n(apiVersion.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/job-file.md")));
        assertThat(shown.find()).as("docs/job-file.md shows a job file").isTrue();
        do {
            assertAgreed(shown.group(1), true);
        } while (shown.find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {operators: [{program: wcc}]}",
                "spec: {operators: [{program: wcc, args: {a: 1, b: 1.5, c: -2e-3, d: true, e: text, f: [1, 7, x], g: ''}}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: 2, memory: 16Gi, nvidia.com/gpu: 1}}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: 0.5}}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: 500m, memory: 800Mi}}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: '1.5'}, nodeSelector: {zone: a, spot: 'true', e: ''}}]}",
                "spec: {operators: [{command: [python3, x.py]}, {name: b, program: wcc, preemptible: true}]}",
                "spec: {operators: [{name: a, program: wcc}, {name: b, command: [ls], workingDir: ., dependsOn: [a]}]}",
                "spec: {checkpoint: {uri: /tmp, every: 10}, operators: [{program: wcc}]}",
                "spec: {checkpoint: {uri: /tmp, every: 30s}, operators: [{program: wcc}]}",
                "spec: {checkpoint: {uri: /tmp, every: auto}, operators: [{program: wcc}]}",
                "spec: {backoffLimit: 0, inject: [kill worker=1 at step=5], operators: [{program: wcc, workers: 2}]}",
            })
    void takesWhatTheParserTakes(String spec) throws Exception {
        assertAgreed(HEAD + spec, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {}",
                "spec: {operators: []}",
                "spec: {operators: [{}]}",
                "spec: {operators: {program: wcc}}",
                "spec: {operators: [wcc]}",
                "spec: {operators: [{program: wcc, command: [ls]}]}",
                "spec: {operators: [{program: 5}]}",
                "spec: {operators: [{program: ' '}]}",
                "spec: {operators: [{program:}]}",
                "spec: {operators: [{program: wcc, rnks: 2}]}",
                "spec: {operators: [{program: wcc, ranks: 0}]}",
                "spec: {operators: [{program: wcc, ranks: 2.5}]}",
                "spec: {operators: [{program: wcc, ranks: '2'}]}",
                "spec: {operators: [{program: wcc, ranks: 2147483648}]}",
                "spec: {operators: [{program: wcc, ranks: [2]}]}",
                "spec: {operators: [{program: wcc, preemptible: yes}]}",
                "spec: {operators: [{program: wcc, name: -x}]}",
                "spec: {operators: [{program: wcc, args: [a]}]}",
                "spec: {operators: [{program: wcc, args: {graph: a.csv}}]}",
                "spec: {operators: [{program: wcc, args: {bad-lines: skip}}]}",
                "spec: {operators: [{program: wcc, args: {a=b: 1}}]}",
                "spec: {operators: [{program: wcc, args: {a: {b: 1}}}]}",
                "spec: {operators: [{program: wcc, args: {a: [[1]]}}]}",
                "spec: {operators: [{program: wcc, args: {a: []}}]}",
                "spec: {operators: [{program: wcc, args: {a: ['1,2']}}]}",
                "spec: {operators: [{program: wcc, args: {a: }}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: 0}}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: '0'}}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: 0m}}]}",
                "spec: {operators: [{program: wcc, resources: {cpu: -1}}]}",
                "spec: {operators: [{program: wcc, resources: {memory: 800m}}]}",
                "spec: {operators: [{program: wcc, resources: {memory: 16}}]}",
                "spec: {operators: [{program: wcc, resources: {nvidia.com/gpu: -1}}]}",
                "spec: {operators: [{program: wcc, resources: {gpu: 1}}]}",
                "spec: {operators: [{program: wcc, nodeSelector: {spot: true}}]}",
                "spec: {operators: [{program: wcc, input: {duplicates: remove}}]}",
                "spec: {operators: [{program: wcc, input: {directed: 1}}]}",
                "spec: {operators: [{program: wcc}], checkpoint: {every: 10}}",
                "spec: {operators: [{program: wcc}], checkpoint: {uri: /tmp, every: sometimes}}",
                "spec: {operators: [{program: wcc}], checkpoint: {uri: /tmp, every: 0}}",
                "spec: {operators: [{program: wcc}], checkpoint: {uri: /tmp, every: 0s}}",
                "spec: {operators: [{name: a, program: wcc}, {program: wcc, dependsOn: a}]}",
                "spec: {operators: [{name: a, program: wcc}, {program: wcc, dependsOn: []}]}",
                "spec: {operators: [{name: a, program: wcc}, {program: wcc, dependsOn: [{name: a}]}]}",
                "spec: {operators: [{program: wcc}], onLoss: grow}",
                "spec: {operators: [{program: wcc}], inject: kill}",
                "spec: {operators: [{program: wcc}], activeDeadlineSeconds: 0}",
                "spec: {operators: [{program: wcc}], backoffLimit: -1}",
                "spec: {operators: [{program: wcc}], output: {top: 0}}",
                "spec: {operators: [{program: wcc}], logging: {level: loud}}",
            })
    void refusesWhatTheParserRefuses(String spec) throws Exception {
        assertAgreed(HEAD + spec, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: weft/v2\nkind: Job\nmetadata: {name: demo}\nspec: {operators: [{program: wcc}]}",
                "apiVersion: weft/v1\nkind: RayJob\nmetadata: {name: demo}\nspec: {operators: [{program: wcc}]}",
                "apiVersion: weft/v1\nkind: Job\nspec: {operators: [{program: wcc}]}",
                "apiVersion: weft/v1\nkind: Job\nmetadata: {}\nspec: {operators: [{program: wcc}]}",
                "apiVersion: weft/v1\nkind: Job\nmetadata: {name: a b}\nspec: {operators: [{program: wcc}]}",
                "kind: Job\nmetadata: {name: demo}\nspec: {operators: [{program: wcc}]}",
                "- apiVersion: weft/v1",
                "just words",
            })
    void refusesOtherDocuments(String document) throws Exception {
        assertAgreed(document, false);
    }

    private void assertAgreed(String document, boolean good) throws IOException {
        String file = Files.writeString(folder.resolve("job.yaml"), document).toString();
        if (good) {
            assertThat(complaints(document)).isEmpty();
            assertThatCode(() -> JobFile.read(file)).doesNotThrowAnyException();
        } else {
            assertThat(complaints(document)).isNotEmpty();
            assertThatThrownBy(() -> JobFile.read(file)).isInstanceOf(UsageException.class);
        }
    }

    private static List<String> complaints(String document) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
        return schema.validate(document, InputFormat.YAML).stream()
                .map(Object::toString)
                .toList();
    }
}

package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A job file that is wrong gets one sentence with file, line, column and remedy, and exit code 2; nothing of it has run. */
class JobFileErrorsTest {
    private static final String HEAD = "apiVersion: weft/v1\nkind: Job\nmetadata: {name: demo}\nspec:\n";
    private static final String ONE = HEAD + "  operators:\n    - program: silent\n";

    @TempDir
    Path folder;

    // ---- keys and values: what is added after line 6, and what is said of it

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '      rnks: 2'                     | 7:7: unknown key rnks in spec.operators[0]; did you mean ranks?
                    '      Ranks: 2'                    | 7:7: unknown key Ranks in spec.operators[0]; did you mean ranks?
                    '      activeDeadlineSeconds: 2'    | 7:7: unknown key activeDeadlineSeconds in spec.operators[0]: its place is spec
                    '      memory: 2Gi'                 | 7:7: unknown key memory in spec.operators[0]: its place is spec.operators[].resources
                    '      image: x/y'                  | 7:7: unknown key image in spec.operators[0]: there are name, program, command,
                    '      ranks: two'                  | 7:14: ranks=two is text: give a whole number from 1 to 2147483647
                    '      ranks: 0'                    | 7:14: ranks=0 < 1: give a whole number from 1 to 2147483647
                    '      ranks: 3000000000'           | 7:14: ranks=3000000000 > 2147483647: give
                    '      ranks: 2.5'                  | 7:14: ranks=2.5 is a number: give a whole number
                    '      ranks: "2"'                  | 7:14: ranks=2 is text: give a whole number
                    '      ranks: [2]'                  | 7:14: ranks is a list: give a whole number
                    '      ranks:'                      | 7:13: ranks has no value: give a whole number from 1 to 2147483647, or leave the key out
                    '      preemptible: yes'            | 7:20: preemptible=yes is text: give true or false
                    '      jar: 7'                      | 7:12: jar=7 is a whole number: give a jar, in quotes if it looks like a whole number
                    '      jar: ""'                     | 7:12: jar= is empty: give a jar
                    '      name: a b'                   | 7:13: name=a b can't be used: give letters, digits
                    '      resources: {memory: 800m}'   | 7:27: memory=800m can't be used: give a size with Mi or Gi, e.g. 800Mi or 16Gi
                    '      resources: {cpu: 0}'         | 7:24: cpu=0 < 0.001: give cores, e.g. 2, 0.5
                    '      resources: {nvidia.com/gpus: 1}' | 7:19: unknown key nvidia.com/gpus in spec.operators[0].resources; did you mean nvidia.com/gpu?
                    '      input: {duplicates: dorp}'   | 7:27: duplicates=dorp is unknown; did you mean drop?: give keep or drop or sum
                    '      input: karate.e'             | 7:14: input is text: give a mapping with graph, vertices
                    '      args: {graph: a.e}'          | 7:14: graph is not among args: its place is input.graph
                    '      args: {seeds: [1, [2]]}'     | 7:25: seeds is a list: give text, a number, true or false, or a list of these
                    '      args: {seeds: []}'           | 7:21: seeds is an empty list: give an entry, or leave the key out
                    '      args: {"a=b": 1}'            | 7:14: 'a=b' in spec.operators[0].args can't be a name: give one without '='
                    '      args: {speed: }'             | 7:20: speed has no value
                    '      command: [ls]'               | 6:7: operators[0] has both program and command: leave one
                    '      program: wcc'                | 7:7: program stands here a second time, the first is in line 6: leave one of them
                    '      ? [a, b]'                    | 7:9: a key must be a word, not a list or a mapping
                    '  onLoss: shirnk'                  | 7:11: onLoss=shirnk is unknown; did you mean shrink?: give replace or shrink
                    '  onLoss: shrink'                  | 7:11: onLoss is about workers: give workers: N, too
                    '  backoffLimit: 3'                 | 7:17: backoffLimit is about workers: give workers: N, too
                    '  inject: [kill worker=0 at step=1]' | 7:12: inject "kill worker=0 at step=1" is about workers, without which it would end weft itself: give workers: N, too
                    '  inject: [store slow=2x]'         | 7:12: inject "store slow=2x" is about checkpoints: give uri: URI, too
                    '  inject: kill'                    | 7:11: inject is text: give a list, each entry after a dash (- )
                    '  checkpoint: {every: 5}'          | 7:15: checkpoint has no uri: Where the job's state is saved.
                    '  checkpoint: {uri: /tmp, every: often}' | 7:34: every=often can't be used: give a number of steps, a time such as 30s, or auto
                    '  output: {file: "s3://a/b"}'      | 7:18: file=s3://a/b is no local file: name one
                    '  output: {json: "-", top: 3}'     | --top and --json - would mix on stdout
                    '  output: {file: no/such/place}'   | 7:18: file:
                    '  logging: {level: loud}'          | 7:20: level=loud is unknown: give error or warn
                    '    - program: wcc'                | 6:7: operators[0] has no name: the operators of a job are told apart by theirs
                    '    - {}'                          | 7:7: operators[1] has neither program nor command: give one
                    '      nodeSelector: {zone: a}'     | 7:22: nodeSelector=zone=a chooses among hosts: give hosts: FILE, too, or leave it out
                    '      pinning: cores'              | 7:16: pinning is about workers: give workers: N, too
                    '      pinning: core'               | 7:16: pinning=core is unknown; did you mean cores?: give cores or numa
                    '  placement: {strategy: sprad}'    | 7:25: strategy=sprad is unknown; did you mean spread?: give pack or spread
                    '      nodeSelector: {zone: 1}'     | 7:28: zone=1 is a whole number: give text; quote numbers
                    '      resources: {nvidia.com/gpu: 1.5}' | 7:35: nvidia.com/gpu=1.5 is no number of GPUs
                    '      resources: {cpu: 100000}'    | the ranks of demo need 100000 cores, and this host has
                    '      resources: {memory: 3Mi}'    | the ranks of demo have 3 MiB together, and no JVM starts with less than 16
                    '      resources: {memory: 900000Gi}' | the ranks of demo need 921600000 MiB, and this host has
                    '      jar: no/such.jar'            | 7:12: jar=
                    """)
    void isOneSentence(String line, String sentence) throws IOException {
        assertRefused(ONE + line + "\n", sentence);
    }

    @Test
    void commandsTakeNothingOfPrograms() throws IOException {
        String command = HEAD + "  operators:\n    - command: [python3, train.py]\n";
        assertRefused(command + "      args: {a: 1}\n", "7:14: args is for a program, and this operator has a command");
    }

    @Test
    void operatorsThatDoNotGoTogetherAreRefused() throws IOException {
        String a = HEAD + "  operators:\n    - {name: a, program: silent, workers: 2, ranks: 2}\n";
        assertRefused(
                a.replace("ranks: 2", "ranks: 1") + "    - {name: b, program: wcc, ranks: 1}\n",
                "6:53: ranks=1 < workers=2: give at least one rank for each worker");
        assertRefused(a + "    - {name: a, program: wcc}\n", "7:14: name=a is the name of another operator, too");
        assertRefused(
                a + "    - {name: b, program: wcc, ranks: 2, workers: 3}\n",
                "7:38: ranks=2 < workers=3: give at least one rank for each worker");
        assertRefused(
                a + "    - {name: b, program: wcc, resources: {memory: 1Gi}}\n",
                "gives memory to some operators and not to others");
        assertRefused(
                a + "    - {name: b, program: wcc}\n  checkpoint: {uri: /tmp}\n",
                "8:21: uri of a job with several operators");
        String file = Files.writeString(folder.resolve("job.yaml"), a + "    - {name: b, program: wcc}\n")
                .toString();
        for (String option : new String[] {"--graph", "--ranks", "--source", "--set"}) {
            assertThat(Call.weft("run", file, option, "a=1").err())
                    .startsWith(
                            "weft: " + option + " is about one operator, and " + file + " has 2: change it in the file")
                    .hasLineCount(1);
        }
    }

    @Test
    void aProgramThatIsNotThereIsToldWithItsPlace() throws IOException {
        assertRefused(
                HEAD + "  operators: [{program: slient}]\n",
                "5:25: program: unknown program 'slient'; did you mean silent?");
        assertRefused(HEAD + "  operators: [{program: Absent.java}]\n", folder + "/Absent.java does not exist");
    }

    // ---- documents

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("", "is empty: a job file has apiVersion, kind, metadata, spec"),
                Arguments.of("# nothing but words\n\n", "is empty: a job file has"),
                Arguments.of("---\n", "2:1: the file is nothing: give a mapping with apiVersion, kind, metadata, spec"),
                Arguments.of("pagerank\n", "1:1: the file is text: give a mapping with apiVersion"),
                Arguments.of("- a\n", "1:1: the file is a list: give a mapping with"),
                Arguments.of(
                        ONE.replace("weft/v1", "weft/v2") + "  news: 1\n",
                        "1:13: apiVersion=weft/v2 is unknown; did you mean weft/v1?: give weft/v1"),
                Arguments.of(ONE.replace("kind: Job", "kind: RayJob"), "2:7: kind=RayJob is unknown: give Job"),
                Arguments.of(ONE.replace("kind: Job\n", ""), "1:1: the file has no kind: What the file describes."),
                Arguments.of(ONE.replace("{name: demo}", "{}"), "3:11: metadata has no name: What the job is called"),
                Arguments.of(ONE.replace("demo", "'1 2'"), "3:18: name=1 2 can't be used"),
                Arguments.of(HEAD, "4:6: spec is nothing: give a mapping with"),
                Arguments.of(HEAD + "  operators: []\n", "5:14: operators is an empty list: give an entry"),
                Arguments.of(
                        HEAD + "  operators:\n\t- program: wcc\n",
                        "6:1: this is no YAML: a tab stands where only blanks may indent"),
                Arguments.of(HEAD + "  operators: [{program: wcc}\n", "this is no YAML: "),
                Arguments.of(ONE + "  a: b: c\n", "7:7: this is no YAML: "),
                Arguments.of(ONE + "---\n" + ONE, "7:1: a second document begins here: a job file has one"),
                Arguments.of(ONE + "   output: {top: 3}\n", "7:4: this is no YAML: "),
                Arguments.of("%YAML 3.0\n---\n" + ONE, "is said to be YAML of a version that nobody knows"),
                Arguments.of(ONE + "\u0007", " is no YAML: "),
                Arguments.of(
                        "!!java.net.URL [http://localhost]\n",
                        "1:1: the tag tag:yaml.org,2002:java.net.URL means nothing in a job file: leave it out"),
                Arguments.of(
                        HEAD + "  operators: [{program: !!javax.script.ScriptEngineManager [] }]\n",
                        "5:25: the tag tag:yaml.org,2002:javax.script.ScriptEngineManager means nothing"),
                Arguments.of(HEAD + "  operators: [{program: !file wcc}]\n", "the tag !file means nothing"),
                Arguments.of(HEAD + "  operators: [{program: *p}]\n", "*p names nothing that ends before it"),
                Arguments.of(HEAD + "  operators: &all [*all]\n", "*all names nothing that ends before it"),
                Arguments.of("a: ".repeat(1) + "[".repeat(100_000), "1:19: this is nested more than 16 deep"),
                Arguments.of("{a: ".repeat(100_000), "this is nested more than 16 deep"),
                Arguments.of("- ".repeat(1000) + "x\n", "this is nested more than 16 deep"),
                Arguments.of(laughs(), "with its aliases unfolded the file has more than 20000 values"),
                Arguments.of("a: [" + "1,".repeat(50_000) + "1]\n", "the file has more than 20000 values"),
                Arguments.of(ONE + "      args: {text: '" + "x".repeat(10 << 20) + "'}\n", "has 10,485,8"),
                Arguments.of(ONE + "      ranks: " + "1".repeat(1_000_000) + "\n", "7:14: ranks=1111"),
                Arguments.of(ONE + "      resources: {cpu: 1e-999999999}\n", "7:24: cpu=1e-999999999 < 0.001"),
                Arguments.of(ONE + "      ? " + "r".repeat(1_000_000) + "\n      : 1\n", "7:9: unknown key rrrr"),
                Arguments.of("x".repeat(1 << 20) + "\n", "has 1,048,577 bytes, and a job file has 1,048,576 at most"),
                Arguments.of(
                        HEAD + "  operators: [{program: wcc, ranks: " + "x".repeat(500_000) + "}]\n",
                        "5:37: ranks=xxxxx"));
    }

    /** A billion of them. */
    private static String laughs() {
        return "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"
                + IntStream.range(1, 9)
                        .mapToObj(i -> "a" + i + ": &a" + i + " ["
                                + Stream.generate(() -> "*a" + (i - 1))
                                        .limit(10)
                                        .collect(Collectors.joining(", ")) + "]\n")
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsNoJobFileIsRefused(String document, String sentence) throws IOException {
        assertRefused(document, sentence);
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0});
        assertSaid(file, "is no text in UTF-8: save it as UTF-8");
        Files.write(file, new byte[1000]);
        assertSaid(file, " is no YAML: ");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFile() throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.write(file, ("\uFEFF" + ONE).getBytes(StandardCharsets.UTF_8));
        assertThat(Call.weft("run", file.toString(), "--quiet").out()).isEqualTo("answer  42\n");
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("jobs.yaml"));
        Files.writeString(folder.resolve("nightly.yaml"), ONE);
        assertSaid(folder.resolve("jobs.yaml"), "is a folder: name a job file in it");
        assertSaid(folder.resolve("nigthly.yaml"), "does not exist; did you mean nightly.yaml?");
        assertSaid(folder.resolve("absent/job.yml"), "does not exist: there is no folder " + folder.resolve("absent"));
        assertSaid(Path.of("/dev/zero.yaml"), "does not exist");
    }

    private void assertRefused(String document, String sentence) throws IOException {
        assertSaid(Files.writeString(folder.resolve("job.yaml"), document), sentence);
    }

    private static void assertSaid(Path file, String sentence) {
        var call = Call.weft("run", file.toString());
        assertThat(call.exitCode()).as(call.err()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .startsWith("weft: ")
                .hasLineCount(1)
                .hasSizeLessThan(1000)
                .contains(sentence);
        assertThat(call.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}

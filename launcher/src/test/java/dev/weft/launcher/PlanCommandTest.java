package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weft plan}: the map and the reasons, what is missing, and what is wrong with an inventory. */
class PlanCommandTest {
    private static final String HEAD = "apiVersion: weft/v1\nkind: Inventory\nhosts:\n";

    @TempDir
    Path folder;

    private static Path example() {
        return Path.of(System.getProperty("weft.root"), "examples", "inventory.yaml");
    }

    private String inventory(String hosts) throws IOException {
        return Files.writeString(folder.resolve("hosts.yaml"), HEAD + hosts).toString();
    }

    private static Call plan(String inventory, String words) {
        return Call.weft(("plan --inventory " + inventory + " " + words).strip().split(" +", -1));
    }

    @Test
    void theMapOfWorkersWithGpus() {
        Call call = plan(example().toString(), "--ranks 16 --workers 4 --cpu 2 --memory 4g --gpus 1");
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).isEqualTo("""
                job: 16 ranks on 2 hosts, the coordinator on gpu-1

                host   zone   rack  operator  worker  ranks  cpu  memory  numa  gpus
                gpu-1  north  n1    job       0       0-3    8    16Gi    0     0-3
                gpu-1  north  n1    job       1       4-7    8    16Gi    1     4-7
                gpu-2  north  n1    job       2       8-11   8    16Gi    0     0-3
                gpu-2  north  n1    job       3       12-15  8    16Gi    1     4-7

                why
                  all 16 ranks on hosts of rack n1 of zone north: no single host has room for all; host gpu-1 has most, for 8
                  2 hosts are the fewest that hold them
                  the coordinator on gpu-1: no rank here is preemptible
                  compared with all other ways that there are
                  gpu-1, gpu-2: full: no GPU for another worker; every two joined by SYS or better
                """);
        assertThat(call.exitCode()).isZero();
    }

    @Test
    void theMapOfRanksWithCoresOfTheirOwn() {
        assertThat(plan(example().toString(), "--ranks 2 --cpu 8 --pin numa --select disk=ssd")
                        .out())
                .contains(
                        "host   zone   rack  operator  ranks  cpu  numa  cores\n",
                        "gpu-1  north  n1    job       0      8    0     0-7\n",
                        "gpu-1  north  n1    job       1      8    0     8-15\n");
    }

    @Test
    void aJobFileSaysWhatItsRanksNeed() throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                apiVersion: weft/v1
                kind: Job
                metadata: {name: two}
                spec:
                  operators:
                    - name: rank
                      program: pagerank
                      ranks: 4
                      resources: {cpu: 4, memory: 8Gi}
                      input: {graph: "jdk:"}
                    - name: spare
                      program: pagerank
                      ranks: 8
                      resources: {cpu: 2, memory: 1Gi}
                      preemptible: true
                      input: {graph: "jdk:"}
                """);
        Call call = Call.weft("plan", job.toString(), "--inventory", example().toString());
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .startsWith("two: 12 ranks on 1 host, the coordinator on gpu-2\n")
                .contains(
                        "gpu-1  north  n1    rank      0-3    16   32Gi\n",
                        "gpu-1  north  n1    spare     0-7    16   8Gi\n",
                        "the coordinator on gpu-2: no preemptible ranks there");
    }

    @Test
    void whatIsMissingIsSaid() {
        Call call = plan(example().toString(), "pagerank --ranks 20 --gpus 1");
        assertThat(call.exitCode()).as("as of weft run").isEqualTo(3);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .isEqualTo(
                        "weft: pagerank has no place on the hosts of " + example() + ":\n"
                                + "  the inventory has room for 16 of the 20 ranks of pagerank (1 cpu, 1 GPU each)\n"
                                + "  missing: 4 GPUs in all; 1 GPU more on any of gpu-1, gpu-2, node-01 or 11 more would be room for a rank\n");
    }

    @Test
    void aHostThatTakesNoRanksIsLeftOut() throws IOException {
        String file = inventory(
                "  - {name: one, cpu: 4, memory: 1Gi, unschedulable: true}\n  - {name: two, cpu: 2, memory: 1Gi}\n");
        assertThat(plan(file, "--ranks 2").out()).startsWith("job: 2 ranks on 1 host, the coordinator on two\n");
        assertThat(plan(file, "--ranks 3").err())
                .contains("there is room for 1 rank more on hosts that take no new ranks: one");
    }

    @Test
    void programsReadTheSameMap() throws IOException {
        Path json = folder.resolve("plan.json");
        Call call = plan(example().toString(), "--ranks 2 --gpus 2 --json " + json);
        assertThat(call.exitCode()).isZero();
        assertThat(Files.readString(json))
                .contains(
                        "\"fits\": true", "\"coordinator\": \"gpu-1\"", "\"host\": \"gpu-1\"", "\"gpus_of_ranks\": [");
        assertThat(plan(example().toString(), "--ranks 99 --gpus 2 --json -").out())
                .contains("\"fits\": false", "room for 8 of the 99 ranks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --ranks 2                         | --inventory is missing: name a file that describes the hosts (docs/plan.md)
                    --inventory none.yaml --ranks 2   | none.yaml does not exist
                    --inventory EXAMPLE               | there is nothing to place: name a job file, or give --ranks N
                    --inventory EXAMPLE no.yaml       | no.yaml does not exist
                    --inventory EXAMPLE --ranks 2 --cpu two | --cpu=two can't be used: give cores, e.g. 2, 0.5 or 500m
                    --inventory EXAMPLE --ranks 2 --memory 4 | --memory=4 can't be used: give a number with m or g, e.g. 16g
                    --inventory EXAMPLE --ranks 2 --strategy sprad | --strategy=sprad is unknown; did you mean spread?: give pack or spread
                    --inventory EXAMPLE --ranks 2 --required room | --required=room is unknown: give host, rack or zone
                    --inventory EXAMPLE --ranks 2 --pin core | --pin=core is unknown; did you mean cores?: give cores or numa
                    --inventory EXAMPLE --ranks 2 --cpu 0.5 --pin cores | operator job: cpu=500m with cores of its own: give a whole number of cores
                    --inventory EXAMPLE --ranks 2 --workers 3 | --ranks=2 < workers=3: give at least one rank for each worker
                    --inventory EXAMPLE --ranks 2 --coordinator gpu-9 | the coordinator's host gpu-9 is not in the inventory: name one that is
                    """)
    void wrongWordsAreOneSentence(String words, String sentence) {
        Call call = Call.weft(("plan " + words.replace("EXAMPLE", example().toString())).split(" +", -1));
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).startsWith("weft: " + sentence).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    - {name: a, cpu: 4, memroy: 1Gi}              | 4:23: unknown key memroy in hosts[0]; did you mean memory?
                    - {cpu: 4, memory: 1Gi}                       | 4:5: hosts[0] has no name: What the host is called
                    - {name: a, slots: 0}                         | 4:22: slots=0 < 1: give a whole number from 1
                    - {name: a, numaNodes: 2}                     | 4:26: numaNodes=2 of a host without cpu: say how many cores it has
                    - {name: "a[1-2]", address: 10.0.0.1}         | 4:12: name=a[1-2] with one address for all: describe each host by itself
                    - {name: a, cpu: four, memory: 1Gi}           | 4:20: cpu=four can't be used: give cores, e.g. 32 or 31500m
                    - {name: a, cpu: 4, memory: 4000000Gi}        | 4:31: memory=4000000Gi: no host has so much
                    - {name: a, cpu: 9999, memory: 1Gi}           | 4:20: cpu=9999 > 4096: no host has so many cores
                    - {name: "n[9-1]", cpu: 4, memory: 1Gi}       | 4:12: name=n[9-1]: give two numbers, the smaller first
                    - {name: "n[1-999999]", cpu: 4, memory: 1Gi}\\n  - {name: "m[1-9]", cpu: 4, memory: 1Gi} | 5:12: name=m[1-9]: give two numbers, the smaller first, and 1,000,000 hosts in all at most
                    - {name: a, cpu: 4, memory: 1Gi}\\n  - {name: a, cpu: 4, memory: 1Gi} | 5:12: a is there a second time, the first is in line 4: leave one
                    - {name: a, cpu: 4, memory: 1Gi, numa: [{cores: 0-3}, {cores: 2-5}]} | 4:65: cores=2-5: some are another node's, too; list each core once
                    - {name: a, cpu: 4, memory: 1Gi, numaNodes: 3} | 4:47: numaNodes=3: cpu=4 and 0 GPUs don't part evenly; describe each node under numa
                    - {name: a, cpu: 4, memory: 1Gi, numaNodes: 2, numa: [{cores: 0-3}]} | 4:50: numa and numaNodes say the same in two ways: leave one
                    - {name: a, cpu: 4, memory: 1Gi, gpus: {count: 2, links: NVLINK}} | 4:60: links=NVLINK can't be used: give NV1, NV2 and so on, PIX, PXB, PHB, NODE or SYS
                    - {name: a, cpu: 4, memory: 1Gi, gpus: {count: 2, matrix: [X PIX]}} | 4:53: matrix has rows=1 for count=2: give one row for each
                    - {name: a, cpu: 4, memory: 1Gi, gpus: {count: 2, matrix: [X PIX, PXB X]}} | 4:53: matrix: links between GPUs 0 and 1: 50 one way, 40 the other; give the same
                    - {name: a, cpu: 4, memory: 1Gi, gpus: {count: 2, matrix: [X PIX, PIX PIX]}} | 4:69: row 1 has PIX where X stands for itself
                    - {name: a, cpu: 4, memory: 1Gi, gpus: {count: 2, unhealthy: 2}} | 4:64: unhealthy=2: there are none beyond 1
                    - {name: a, cpu: 4, memory: 1Gi, gpus: {count: 65}} | 4:50: count=65 > 64: no host has so many GPUs
                    """)
    void wrongInventoriesAreOneSentenceWithItsPlace(String hosts, String sentence) throws IOException {
        String file = inventory("  " + hosts.replace("\\n", "\n") + "\n");
        Call call = plan(file, "--ranks 1");
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).startsWith("weft: " + file + ":" + sentence).hasLineCount(1);
    }

    // ---- hosts in lines

    private String lines(String text) throws IOException {
        return Files.writeString(folder.resolve("hosts"), text).toString();
    }

    @Test
    void hostsInLinesTakeWorkersBySlots() throws IOException {
        String file = lines("# two\nnode-1 slots=2\n\nada@node-2 slots=4 zone=b disk=ssd # the second\n");
        assertThat(plan(file, "--ranks 12").out()).contains("""
                host        zone  operator  worker  ranks  cpu
                node-1      -     job       0       0-1    2
                node-1      -     job       1       2-3    2
                ada@node-2  b     job       2       4-5    2
                ada@node-2  b     job       3       6-7    2
                ada@node-2  b     job       4       8-9    2
                ada@node-2  b     job       5       10-11  2
                """);
        assertThat(plan(file, "--ranks 2 --select zone=b --select disk=ssd").out())
                .contains("ada@node-2  b     job       0       0      1\n", "1       1      1\n");
        assertThat(plan(file, "--ranks 7 --workers 7").err())
                .contains("missing: 1 slot in all; 1 slot more on any of node-1 or ada@node-2");
    }

    @Test
    void linesSayWhatYamlSays() throws IOException {
        String inLines =
                lines("a slots=2 cpu=4 memory=1Gi zone=x rack=1 preemptible=true\nb cpu=2 memory=512Mi slots=1\n");
        String inYaml = inventory("""
                  - {name: a, slots: 2, cpu: 4, memory: 1Gi, zone: x, rack: "1", preemptible: true}
                  - {name: b, slots: 1, cpu: 2, memory: 512Mi}
                """);
        for (String words :
                new String[] {"--ranks 1 --cpu 2", "--ranks 2 --preemptible", "--ranks 2 --cpu 2 --memory 1g"}) {
            assertThat(plan(inLines, words).out() + plan(inLines, words).err().replace(inLines, inYaml))
                    .isEqualTo(plan(inYaml, words).out() + plan(inYaml, words).err());
        }
    }

    /** Preemptible ranks keep away from where the job is started. */
    @Test
    void thisHostIsFoundAmongThem() throws IOException {
        assertThat(plan(lines("a slots=2\nlocalhost slots=2\nb slots=2\n"), "--workers 2 --preemptible")
                        .out())
                .startsWith("job: 2 ranks on 1 host, the coordinator on localhost\n")
                .contains("\na     job", "the coordinator on localhost: no preemptible ranks there");
        assertThat(plan(lines("me@node slots=2 address=127.0.0.1\nb slots=2\n"), "--workers 2 --preemptible")
                        .out())
                .startsWith("job: 2 ranks on 1 host, the coordinator on me@node\n")
                .contains("\nb     job");
        assertThat(plan(lines("me@node slots=2 address=127.0.0.1\nb slots=2\n"), "--workers 2 --coordinator b")
                        .out())
                .contains("the coordinator on b: the job is started there");
    }

    @Test
    void sparesHaveTheirPlaceToo() throws IOException {
        String file = lines("a slots=2\nb slots=2\n");
        assertThat(plan(file, "--workers 3 --spares 1").out()).contains("\nspares on b\n");
        assertThat(plan(file, "--workers 3 --spares 2").err())
                .contains(
                        "the workers have, but beside them spares=2 have none\n  the inventory has room for 1 of the 2 workers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    node-1 slots=2 x           | 1:16: "x" is no KEY=VALUE: write slots=N, address=ADDRESS, another key, or a label
                    node-1 slots=two           | 1:8: slots=two is text: give a whole number
                    node-1 slots=0             | 1:8: slots=0 < 1: give a whole number
                    -oProxyCommand=x           | 1:1: name=-oProxyCommand=x can't be used
                    node-1\\nnode-1           | 2:1: node-1 is there a second time, the first is in line 1: leave one
                    node-1 slots=1 slots=2     | 1:16: slots stands in this line a second time: leave one of them
                    """)
    void wrongLinesAreOneSentenceWithTheirPlace(String hosts, String sentence) throws IOException {
        String file = lines(hosts.replace("\\n", "\n") + "\n");
        Call call = plan(file, "--ranks 1");
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).startsWith("weft: " + file + ":" + sentence).hasLineCount(1);
    }
}

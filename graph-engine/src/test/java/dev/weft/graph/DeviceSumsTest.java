package dev.weft.graph;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.collectives.Placement;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.Device;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import dev.weft.runtime.gpu.GpuDiscovery;
import dev.weft.runtime.testing.FakeGpus;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PageRank on GPUs that a driver plays, which runs the kernels' own source on the CPU. No test here has seen a real GPU. */
@Timeout(120)
final class DeviceSumsTest {
    private static final int GPUS = 3;
    private static final String HOST = FakeGpus.host(GPUS, "");

    @TempDir
    Path folder;

    private Path driver;

    private void play(String host) {
        driver = FakeGpus.cuda(folder, host, DeviceSums.class, "row_sums.cu");
        System.setProperty("weft.cuda.library", driver.toString());
    }

    @AfterEach
    void playNoMore() {
        System.clearProperty("weft.cuda.library");
        System.clearProperty(GpuDiscovery.LIBRARY);
        System.clearProperty("weft.gpu.claims");
    }

    /** What the driver still holds. */
    @SuppressWarnings("restricted")
    private int live() throws Throwable {
        var function = SymbolLookup.libraryLookup(driver, Arena.global())
                .find("fakeLive")
                .orElseThrow();
        return (int) Linker.nativeLinker()
                .downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT))
                .invokeExact();
    }

    private static JobSpec pageRank(String graph, int ranks, String device) {
        return JobSpec.of("test", PageRank::new)
                .ranks(ranks)
                .threads(2)
                .arg("graph", graph)
                .arg("iterations", 6)
                .arg("device", device);
    }

    private static JobResult onGpus(JobSpec job, int... ranksOfWorkers) {
        List<Device> devices = IntStream.range(0, job.ranks())
                .mapToObj(rank -> new Device(rank, FakeGpus.uuid(rank), "GPU of rank " + rank, 80L << 30, 1000))
                .toList();
        return ThreadRanks.run(job, Placement.of(ranksOfWorkers), devices);
    }

    private static double[] scores(JobResult result) {
        return result.doubles("pagerank");
    }

    /** Short, middling and long rows, rows without entries, and a vertex with 5,000 in-neighbours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kronecker:scale=9,degree=8,seed=3",
                "uniform:vertices=600,degree=30,seed=1",
                "star:vertices=5000",
                "grid:rows=7,columns=300",
                "complete:vertices=90"
            })
    void givesTheRanksOfTheCpuAndTheSameBitsForAnySpread(String graph) throws Throwable {
        play(HOST);
        double[] onCpu = scores(ThreadRanks.run(pageRank(graph, 1, "cpu")));
        JobResult one = onGpus(pageRank(graph, 1, "gpu"), 1);
        assertThat(one.scalars()).containsEntry("device", "GPU of rank 0");
        double[] onGpu = scores(one);
        for (int v = 0; v < onCpu.length; v++) {
            assertThat(onGpu[v]).as("vertex %d", v).isBetween(onCpu[v] * (1 - 1e-12), onCpu[v] * (1 + 1e-12));
        }
        assertThat(scores(onGpus(pageRank(graph, 2, "gpu"), 2))).isEqualTo(onGpu);
        assertThat(scores(onGpus(pageRank(graph, 3, "auto"), 2, 1))).isEqualTo(onGpu);
        assertThat(live()).as("what ranks had on their GPUs is free").isZero();
    }

    @Test
    void directedEdgesCountAtTheirTargets() throws IOException {
        play(HOST);
        Path edges = Files.writeString(folder.resolve("edges"), "1 2\n1 3\n2 3\n3 1\n4 3\n4 3\n5 4\n");
        double[] onCpu = scores(ThreadRanks.run(pageRank(edges.toString(), 1, "cpu")));
        double[] onGpu = scores(onGpus(pageRank(edges.toString(), 3, "gpu"), 1, 2));
        for (int v = 0; v < onCpu.length; v++) {
            assertThat(onGpu[v]).isBetween(onCpu[v] * (1 - 1e-12), onCpu[v] * (1 + 1e-12));
        }
    }

    @Test
    void otherEdgeMapsOfTheGraphStayOnTheCpu() {
        play(HOST);
        var received = new double[2][];
        onGpus(
                JobSpec.of("test", () -> rank -> {
                    Graph graph = Graph.of(rank, Edges.directed(new long[] {0, 1, 2, 0}, new long[] {1, 2, 0, 2}));
                    assertThat(graph.sumOn(Processor.GPU)).isTrue();
                    received[0] = sums(graph, graph.vertices(0));
                    received[1] = sums(graph, graph.all());
                    assertThat(graph.sumOn(Processor.CPU)).isFalse();
                    assertThat(sums(graph, graph.all())).isEqualTo(received[1]);
                }),
                1);
        assertThat(received[0]).containsExactlyInAnyOrder(0, 1, 1);
        assertThat(received[1]).containsExactlyInAnyOrder(1, 1, 2);
    }

    private static double[] sums(Graph graph, Frontier from) {
        double[] sums = graph.newDoubles(-1);
        graph.edgeMap(from, new DoubleEdgeFunction(Op.SUM, Deliver.TO_ALL) {
            @Override
            protected double message(int source) {
                return 1;
            }

            @Override
            protected boolean update(int target, double sum) {
                sums[target] = sum;
                return false;
            }
        });
        return sums;
    }

    @Test
    void jobsInThisJvmGetTheirGpuFromTheHost() throws Throwable {
        play(HOST);
        System.setProperty(GpuDiscovery.LIBRARY, FakeGpus.nvml(folder, HOST).toString());
        System.setProperty("weft.gpu.claims", folder.resolve("claims").toString());
        try (Weft weft = Weft.local()) {
            JobSpec job = pageRank("kronecker:scale=8", 2, "auto");
            double[] onCpu = scores(weft.run(job).result());
            JobResult result = weft.run(job.gpus(1)).result();
            assertThat(result.scalars()).containsEntry("device", "NVIDIA A100-SXM4-80GB");
            for (int v = 0; v < onCpu.length; v++) {
                assertThat(scores(result)[v]).isBetween(onCpu[v] * (1 - 1e-12), onCpu[v] * (1 + 1e-12));
            }
            assertThat(weft.run(job.gpus(1).arg("device", "cpu")).result().scalars())
                    .containsEntry("device", "cpu");
            assertThat(live()).isZero();
        }
    }

    @Test
    void withoutGpusThereIsNothingToSay() {
        JobResult result = ThreadRanks.run(pageRank("ring:vertices=8", 2, "auto"));
        assertThat(result.scalars()).doesNotContainKey("device");
        assertThatThrownBy(() -> ThreadRanks.run(pageRank("ring:vertices=8", 2, "gpu")))
                .isInstanceOf(UsageException.class)
                .hasMessage("device=gpu, but the job's ranks have no GPU: give --gpus 1, too");
        assertThatThrownBy(() -> ThreadRanks.run(pageRank("ring:vertices=8", 2, "tpu")))
                .isInstanceOf(UsageException.class)
                .hasMessage("device=tpu is unknown: give auto, cpu or gpu");
    }

    @Test
    void aGpuThatCanNotBeUsedLeavesTheWorkToTheCpuOrSaysWhy() throws Throwable {
        play(HOST + "fail cuModuleLoadDataEx 222 1\n");
        String graph = "kronecker:scale=8";
        double[] onCpu = scores(ThreadRanks.run(pageRank(graph, 1, "cpu")));
        JobResult fallen = onGpus(pageRank(graph, 2, "auto"), 1, 1);
        assertThat(scores(fallen)).isEqualTo(onCpu);
        assertThat(fallen.scalars()).containsEntry("device", "cpu");
        assertThatThrownBy(() -> onGpus(pageRank(graph, 2, "gpu"), 2))
                .isInstanceOf(UsageException.class)
                .hasMessageMatching("device=gpu, but rank [01] can't use its GPU: cuModuleLoadDataEx on GPU [01] .*"
                        + "CUDA_ERROR_UNSUPPORTED_PTX_VERSION.*");
        assertThat(live()).isZero();
    }

    @Test
    void aGpuThatFailsInTheMiddleEndsTheJobWithItsError() throws Throwable {
        play(HOST + "fail cuLaunchKernel 700 9\n");
        assertThatThrownBy(() -> onGpus(pageRank("kronecker:scale=8", 1, "auto"), 1))
                .hasMessageContaining("cuLaunchKernel on GPU 0 (" + FakeGpus.uuid(0) + ")")
                .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
        assertThat(live()).isZero();
    }

    @Test
    void aShareThatIsTooSmallIsSaid() {
        play(HOST);
        var small = new Device(0, FakeGpus.uuid(0), "small", 1 << 18, 500);
        assertThatThrownBy(() ->
                        ThreadRanks.run(pageRank("kronecker:scale=12", 1, "gpu"), Placement.of(1), List.of(small)))
                .isInstanceOf(UsageException.class)
                .hasMessageMatching(
                        "device=gpu, but rank 0 can't use its GPU: this rank's part of the graph needs \\d+ MiB"
                                + " on GPU 0, which has 0 MiB for it: give more ranks or GPUs");
    }

    // ---- the kernels' text

    private static byte[] resource(String name) throws IOException {
        try (var in = DeviceSums.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void thePtxIsMadeOfItsSource() throws Exception {
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(resource("row_sums.cu")));
        assertThat(new String(resource("row_sums.ptx"), US_ASCII).lines().findFirst())
                .as("run graph-engine/ptx after a change of row_sums.cu")
                .contains("// Made by graph-engine/ptx from row_sums.cu, SHA-256 " + digest + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sm_75", "sm_90", "sm_120"})
    void nvidiasAssemblerTakesThePtx(String gpu) throws Exception {
        Path ptx = Files.write(folder.resolve("row_sums.ptx"), resource("row_sums.ptx"));
        Process ptxas;
        try {
            ptxas = new ProcessBuilder(
                            "ptxas", "-arch=" + gpu, "-o", folder.resolve("out").toString(), ptx.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, "there is no ptxas here, which comes with CUDA's toolkit");
            return;
        }
        assertThat(new String(ptxas.getInputStream().readAllBytes(), US_ASCII)).isEmpty();
        assertThat(ptxas.waitFor()).isZero();
    }
}

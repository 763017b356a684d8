package dev.weft.graph.source;

import dev.weft.checkpoint.AtomicFile;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Subcommand;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code weft generate SPEC --output FILE}: writes a generated graph as an edge list, each edge once. */
public final class GenerateCommand implements Subcommand {
    private static final String SPEC = "SPEC";
    private static final String OUTPUT = "output";
    private static final double NANOS = 1e9;

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String summary() {
        return "write a generated graph as an edge list";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(
                SPEC,
                "what to generate, e.g. kronecker:scale=20,degree=16,seed=1,weights=1..255; there are "
                        + String.join(", ", Generators.prefixes())));
    }

    @Override
    public List<Option> options() {
        return List.of(new Option(
                "--" + OUTPUT, "FILE", "where to write it, one \"source target [weight]\" line an edge", true));
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) throws IOException {
        Path output = Path.of(values.getOrDefault(OUTPUT, ""));
        GraphSource source = GraphSpec.parse(values.getOrDefault(SPEC, ""), GraphOptions.NONE);
        AtomicFile.obstacle(output).ifPresent(obstacle -> {
            throw new UsageException(obstacle);
        });
        long start = System.nanoTime();
        try (EdgeBag bag = source.read(new OneThread(), new PhaseLines(err))) {
            err.println("writing " + output);
            AtomicFile.write(output, file -> write(bag, file));
            err.printf(
                    Locale.ROOT,
                    "%s: %,d vertices, %,d edges in %.1f s%n",
                    output,
                    bag.ids().size(),
                    bag.edgeCount(),
                    (System.nanoTime() - start) / NANOS);
        }
        return 0;
    }

    private static void write(EdgeBag bag, OutputStream file) throws IOException {
        var lines = new EdgeLines(file);
        for (int b = 0; b < bag.blockCount(); b++) {
            var block = bag.block(b);
            for (long i = 0; i < block.byteSize() / Long.BYTES; i++) {
                long edge = block.getAtIndex(EdgeBag.EDGE, i);
                long source = bag.ids().id(EdgeBag.source(edge));
                long target = bag.ids().id(EdgeBag.target(edge));
                if (bag.weighted()) {
                    lines.write(source, target, bag.weights(b).getAtIndex(EdgeBag.WEIGHT, i));
                } else {
                    lines.write(source, target);
                }
            }
        }
        lines.flush();
    }

    /** The command's own thread: a generator is not what people wait for. */
    private record OneThread() implements ThreadTeam {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void forEachChunk(int chunks, ChunkBody body) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                body.run(chunk, 0);
            }
        }
    }
}

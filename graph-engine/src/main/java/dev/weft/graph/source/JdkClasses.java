package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The classes of the running JDK, from its {@code jrt:/} image: a vertex for each class, an edge to each other class of the image that
 * its constant pool names (JVM specification, section 4.4.1; an array stands for its elements' class). Real data on every machine.
 */
final class JdkClasses implements GraphSource {
    static final String PREFIX = "jdk:";

    private static final String SUFFIX = ".class";
    private static final Sizes EXPECTED = new Sizes(30_000, 400_000);
    private static final int CLASSES_PER_CHUNK = 64;

    @Override
    public String name() {
        return PREFIX;
    }

    @Override
    public Sizes expected() {
        return EXPECTED;
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        progress.at("listing classes", 0);
        List<ClassPath> classes = classes();
        var numbers = new HashMap<String, Integer>(2 * classes.size());
        for (int i = 0; i < classes.size(); i++) {
            numbers.put(classes.get(i).name, i);
        }
        var blocks = new EdgeBlocks();
        try {
            addEdges(classes, numbers, blocks, team, progress, share);
            blocks.finish();
            String[] names =
                    classes.stream().map(each -> each.name.replace('/', '.')).toArray(String[]::new);
            return DenseEdges.generated(new ClassNames(names), true, false, blocks);
        } catch (Throwable failure) {
            blocks.close();
            throw failure;
        }
    }

    /** A class by its internal name, as constant pools write it, and where its bytes are. */
    private record ClassPath(String name, Path path) {}

    private static List<ClassPath> classes() {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> files = Files.walk(modules)) {
            return files.filter(JdkClasses::isClass)
                    .map(path -> new ClassPath(internalName(path), path))
                    .sorted((a, b) -> a.name.replace('/', '.').compareTo(b.name.replace('/', '.')))
                    .toList();
        } catch (IOException e) {
            throw new UsageException(
                    "the running JDK's classes can't be listed: " + e.getMessage() + "; use another graph", e);
        }
    }

    private static boolean isClass(Path path) {
        String file = String.valueOf(path.getFileName());
        return file.endsWith(SUFFIX) && !file.equals("module-info.class") && !file.equals("package-info.class");
    }

    /** The path without {@code /modules/MODULE/} and suffix. */
    private static String internalName(Path path) {
        String inModule = path.subpath(2, path.getNameCount()).toString();
        return inModule.substring(0, inModule.length() - SUFFIX.length());
    }

    private static void addEdges(
            List<ClassPath> classes,
            Map<String, Integer> numbers,
            EdgeBlocks blocks,
            ThreadTeam team,
            LoadProgress progress,
            Share share) {
        int first = (int) share.start(classes.size());
        int end = (int) share.end(classes.size());
        var phase = new Phase(progress, "reading classes", end - first);
        var next = new AtomicInteger(first);
        team.forEachChunk(team.size(), (_, _) -> {
            EdgeAppender appender = blocks.appender();
            int from;
            while ((from = next.getAndAdd(CLASSES_PER_CHUNK)) < end) {
                int to = Math.min(end, from + CLASSES_PER_CHUNK);
                for (int i = from; i < to; i++) {
                    append(i, targets(classes.get(i), i, numbers), appender);
                }
                phase.advance(to - from);
            }
        });
    }

    private static void append(int source, int[] targets, EdgeAppender appender) {
        var ids = new long[2 * EdgeAppender.STRIP];
        for (int first = 0; first < targets.length; first += EdgeAppender.STRIP) {
            int count = Math.min(EdgeAppender.STRIP, targets.length - first);
            for (int i = 0; i < count; i++) {
                ids[2 * i] = source;
                ids[2 * i + 1] = targets[first + i];
            }
            appender.append(ids, count);
        }
    }

    private static int[] targets(ClassPath source, int number, Map<String, Integer> numbers) {
        try {
            var targets = Stream.<Integer>builder();
            var pool = ClassFile.of().parse(Files.readAllBytes(source.path)).constantPool();
            for (PoolEntry entry : pool) {
                if (entry instanceof ClassEntry named) {
                    Integer target = numbers.get(elementName(named.asInternalName()));
                    if (target != null && target != number) {
                        targets.add(target);
                    }
                }
            }
            return targets.build().mapToInt(Integer::intValue).distinct().toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + source.path, e);
        }
    }

    /** {@code java/lang/String} for {@code [[Ljava/lang/String;}; a primitive array's name is no class's. */
    private static String elementName(String name) {
        if (!name.startsWith("[")) {
            return name;
        }
        int dimensions = name.lastIndexOf('[') + 1;
        return name.endsWith(";") ? name.substring(dimensions + 1, name.length() - 1) : name;
    }
}

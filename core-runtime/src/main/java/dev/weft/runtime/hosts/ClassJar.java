package dev.weft.runtime.hosts;

import dev.weft.runtime.ClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Classes that stand in no file, as a jar for the workers: a folder on the class path would keep them from using the start-up cache. */
public final class ClassJar {
    private ClassJar() {}

    /** The same workers, with a jar of the classes in the folder on their class path; without one if there are none. */
    public static ClusterSpec onClassPath(ClusterSpec cluster, Path folder) {
        if (cluster.workerClasses().isEmpty()) {
            return cluster;
        }
        var jars = new ArrayList<>(cluster.workerJars());
        jars.add(written(cluster.workerClasses(), folder.resolve("classes.jar").toAbsolutePath()));
        return cluster.workerJars(jars);
    }

    private static Path written(Map<String, byte[]> classes, Path file) {
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (var each : classes.entrySet()) {
                jar.putNextEntry(new JarEntry(each.getKey().replace('.', '/') + ".class"));
                jar.write(each.getValue());
                jar.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the workers' classes can't be written: " + e, e);
        }
    }
}

package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.store.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** S3Proxy over a folder, in a process of its own, one for all tests of this JVM; it ends with its standard input.
 * Its code is compiled quickly, which suits tests; {@code weft.s3proxy.tier=4} suits measuring. */
public final class S3Server {
    public static final String KEY_ID = "weft-test-key";
    public static final String SECRET = "weft-test-secret-" + UUID.randomUUID();

    private static final long START_LIMIT_NANOS = 60_000_000_000L;

    private final Path folder;
    private final int port;
    private final Process process;

    private static final class Only {
        private static final S3Server INSTANCE = start();
    }

    private S3Server(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The server, running; its credentials are those of this JVM. */
    public static S3Server running() {
        System.setProperty("aws.accessKeyId", KEY_ID);
        System.setProperty("aws.secretAccessKey", SECRET);
        System.setProperty("aws.disableEc2Metadata", "true");
        return Only.INSTANCE;
    }

    private static S3Server start() {
        try {
            var server = launch();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            server.awaitListening();
            return server;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("S3Proxy doesn't start", e);
        }
    }

    private static S3Server launch() throws IOException {
        Path folder = Files.createTempDirectory("weft-s3proxy");
        int port = freePort();
        Path settings = Files.write(
                folder.resolve("s3proxy.properties"),
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + KEY_ID,
                        "s3proxy.credential=" + SECRET,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.identity=unused",
                        "jclouds.credential=unused",
                        "jclouds.filesystem.basedir=" + Files.createDirectory(folder.resolve("buckets"))));
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=" + System.getProperty("weft.s3proxy.tier", "1"),
                        "-DLOG_LEVEL=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UntilInputEnds.class.getName(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        return new S3Server(folder, port, process);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() - start > START_LIMIT_NANOS) {
                throw new IOException("it says: " + Files.readString(folder.resolve("s3proxy.log")));
            }
            Thread.sleep(20);
        }
    }

    private boolean isListening() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void stop() {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(folder)) {
            process.waitFor();
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException | InterruptedException e) {
            // Left in the system's temporary folder.
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** A new bucket's folder, named as the bucket. */
    public Path newBucket() {
        try {
            return Files.createDirectory(folder.resolve("buckets/weft-" + UUID.randomUUID()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store over a new bucket, asked through the endpoint. */
    S3Store newStore(URI endpoint, Limits limits) throws StoreException {
        String address = "s3://" + newBucket().getFileName() + "/jobs/1?endpoint=" + endpoint;
        return (S3Store) S3Store.open(address, limits, 16);
    }

    /** Runs S3Proxy as long as somebody holds its standard input. */
    static final class UntilInputEnds {
        private UntilInputEnds() {}

        public static void main(String[] arguments) throws Exception {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    drain(System.in);
                } finally {
                    Runtime.getRuntime().halt(0);
                }
            });
            org.gaul.s3proxy.Main.main(arguments);
        }

        private static void drain(InputStream in) {
            try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                while (reader.readLine() != null) {
                    // Nothing is said.
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

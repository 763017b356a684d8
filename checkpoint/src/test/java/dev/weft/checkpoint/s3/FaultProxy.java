package dev.weft.checkpoint.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An HTTP server in front of another, which spoils some of the exchanges. */
public final class FaultProxy implements AutoCloseable {
    /** What becomes of an exchange. */
    public enum Fault {
        NONE,
        /** 503 SlowDown instead of the request. */
        BUSY,
        /** 409 ConditionalRequestConflict instead of the request. */
        CONFLICT,
        /** 403 RequestTimeTooSkewed instead of the request. */
        SKEWED,
        /** The request is done, and nobody says so. */
        SILENT_AFTER_SUCCESS,
        /** The request is done, and the connection breaks. */
        BROKEN_AFTER_SUCCESS,
        /** The connection breaks before the request is done. */
        BROKEN,
        /** Half of the answer's body. */
        TRUNCATED,
        /** The answer comes in small pieces, with pauses. */
        SLOW
    }

    private static final Fault[] QUICK = {
        Fault.BUSY, Fault.CONFLICT, Fault.BROKEN_AFTER_SUCCESS, Fault.BROKEN, Fault.TRUNCATED, Fault.SLOW
    };
    private static final int SILENCE_MILLIS = 20_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int backendPort;
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Function<String, Fault> plan = line -> Fault.NONE;
    private volatile boolean closed;

    public FaultProxy(int backendPort) throws IOException {
        this.backendPort = backendPort;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Chooses by "PUT /bucket/key?query". */
    public void plan(Function<String, Fault> choice) {
        plan = choice;
    }

    /** Spoils every eighth exchange on the average, in a way that takes no time. */
    void spoilEveryEighth(long seed) {
        var random = new SplittableRandom(seed);
        plan = line -> {
            synchronized (random) {
                return random.nextInt(8) == 0 ? QUICK[random.nextInt(QUICK.length)] : Fault.NONE;
            }
        };
    }

    public int faults() {
        return faults.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var fault = plan.apply(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (fault != Fault.NONE) {
            faults.incrementAndGet();
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            switch (fault) {
                case BUSY -> refuse(exchange, 503, "SlowDown");
                case CONFLICT -> refuse(exchange, 409, "ConditionalRequestConflict");
                case SKEWED -> refuse(exchange, 403, "RequestTimeTooSkewed");
                case BROKEN -> {}
                default -> answer(exchange, forward(exchange, body), fault);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        byte[] xml = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                        + "</Code><Message>injected</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, xml.length);
        exchange.getResponseBody().write(xml);
    }

    private void answer(HttpExchange exchange, Answer answer, Fault fault) throws IOException {
        switch (fault) {
            case SILENT_AFTER_SUCCESS -> beSilent();
            case BROKEN_AFTER_SUCCESS -> {}
            case TRUNCATED -> send(exchange, answer, answer.body.length / 2, 0);
            case SLOW -> send(exchange, answer, answer.body.length, 2);
            default -> send(exchange, answer, answer.body.length, 0);
        }
    }

    private void beSilent() {
        try {
            for (int waited = 0; waited < SILENCE_MILLIS && !closed; waited += 20) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Answer answer, int bytes, int pauseMillis) throws IOException {
        answer.headers.forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        boolean head = exchange.getRequestMethod().equals("HEAD") || answer.status == 204 || answer.status == 304;
        exchange.sendResponseHeaders(answer.status, head || answer.body.length == 0 ? -1 : answer.body.length);
        int piece = pauseMillis == 0 ? bytes : Math.max(1, bytes / 10);
        for (int done = 0; done < bytes; done += piece) {
            exchange.getResponseBody().write(answer.body, done, Math.min(piece, bytes - done));
            exchange.getResponseBody().flush();
            pause(pauseMillis);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the server behind said. */
    private record Answer(int status, Map<String, List<String>> headers, byte[] body) {}

    /** HTTP/1.0, so that the answer ends with the connection; the Host header stays, since it is signed. */
    private Answer forward(HttpExchange exchange, byte[] body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), backendPort)) {
            var out = socket.getOutputStream();
            out.write(head(exchange, body).getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static String head(HttpExchange exchange, byte[] body) {
        var head = new StringBuilder();
        head.append(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI())
                .append(" HTTP/1.0\r\n");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!List.of("expect", "connection", "content-length", "transfer-encoding")
                    .contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        return head.append("Content-Length: ")
                .append(body.length)
                .append("\r\n\r\n")
                .toString();
    }

    private static Answer read(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", 3)[1]);
        Map<String, List<String>> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            if (!name.equalsIgnoreCase("Connection") && !name.equalsIgnoreCase("Transfer-Encoding")) {
                headers.computeIfAbsent(name, ignored -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        return new Answer(status, headers, in.readAllBytes());
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        threads.close();
    }
}

package dev.weft.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Whether this host's clock is right: by the clock of the checkpoints' store, or by what the host's time service says of itself. */
record ClockCheck(Machine machine, Optional<String> address) implements Check {
    private static final String NAME = "clock";
    private static final String SET = "set the clock (timedatectl set-ntp true, or chronyc makestep)";
    /** Beyond 15 minutes S3 refuses requests. */
    private static final Duration MOST = Duration.ofMinutes(5);

    private static final Duration NOTED = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Pattern ENDPOINT = Pattern.compile("[?&]endpoint=([^&]+)");

    @Override
    public Finding run() {
        Optional<Duration> ahead = address.flatMap(this::aheadOfStore);
        if (ahead.isPresent()) {
            return judge(ahead.get());
        }
        return synchronised()
                .map(is -> is
                        ? Finding.ok(NAME, "the time service says that it is synchronised")
                        : Finding.warn(NAME, "the time service says that it is not synchronised", SET))
                .orElseGet(
                        () -> Finding.ok(
                                NAME,
                                address.isPresent()
                                        ? "not compared: the store tells no time"
                                        : "not compared: no time service answers here; --checkpoint URI compares it with the store's"));
    }

    private static Finding judge(Duration ahead) {
        Duration off = ahead.abs();
        String found = String.format(
                Locale.ROOT,
                "%,d s %s the checkpoints' store's",
                off.toSeconds(),
                ahead.isNegative() ? "behind" : "ahead of");
        if (off.compareTo(MOST) > 0) {
            return Finding.fail(NAME, found + ", which S3 refuses beyond 15 minutes", SET);
        }
        return off.compareTo(NOTED) > 0
                ? Finding.warn(NAME, found, SET)
                : Finding.ok(NAME, "within " + NOTED.toSeconds() + " s of the checkpoints' store's");
    }

    // ---- the store's

    private Optional<Duration> aheadOfStore(String store) {
        try {
            return store.startsWith("s3:") ? aheadOfServer(endpoint(store)) : aheadOfFolder(folder(store));
        } catch (IOException | IllegalArgumentException | DateTimeException unknown) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private URI endpoint(String store) {
        var given = ENDPOINT.matcher(store);
        if (given.find()) {
            return URI.create(given.group(1));
        }
        String own = machine.environment()
                .getOrDefault("AWS_ENDPOINT_URL_S3", machine.environment().getOrDefault("AWS_ENDPOINT_URL", ""));
        String region = machine.environment().getOrDefault("AWS_REGION", "us-east-1");
        return URI.create(own.isEmpty() ? "https://s3." + region + ".amazonaws.com" : own);
    }

    /** Any answer has the server's time in it, also one that refuses. */
    private static Optional<Duration> aheadOfServer(URI endpoint) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(endpoint).timeout(PATIENCE).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            return answer.headers()
                    .firstValue("Date")
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
                    .map(theirs -> Duration.between(theirs, Instant.now()));
        }
    }

    private static Path folder(String store) {
        return store.startsWith("file:") ? Path.of(URI.create(store)) : Path.of(store);
    }

    /** A folder of another host has that host's time. */
    private static Optional<Duration> aheadOfFolder(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".weft-doctor-", "");
        try {
            Instant theirs = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(Duration.between(theirs, Instant.now()));
        } finally {
            Files.delete(file);
        }
    }

    // ---- the host's own word

    private Optional<Boolean> synchronised() {
        return said("chronyc", "-n", "tracking")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("Leap status"))
                        .findFirst())
                .map(line -> line.endsWith("Normal"))
                .or(() -> said("timedatectl", "show", "-p", "NTPSynchronized", "--value")
                        .filter(text -> text.equals("yes") || text.equals("no"))
                        .map("yes"::equals));
    }

    /** What a program prints that ends well in time. */
    private Optional<String> said(String program, String... words) {
        Optional<Path> file = machine.program(program);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var command = new ArrayList<>(List.of(file.get().toString()));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

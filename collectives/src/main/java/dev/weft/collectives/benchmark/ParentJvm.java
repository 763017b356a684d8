package dev.weft.collectives.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The JVM that started this one, as {@link ChildJvms}. What others print here goes to stderr. When the parent ends,
 * however it ends, this JVM does, too, whatever it is at.
 */
final class ParentJvm {
    /** Tells answers from what the JVM itself prints. */
    static final String PREFIX = "weft benchmark> ";

    static final String FAILED = "failed ";

    /** What this JVM is for. */
    interface Service {
        void with(ParentJvm parent) throws Exception;
    }

    /** What it does about a line. */
    interface Answer {
        String to(String line) throws Exception;
    }

    private final PrintStream answers = System.out;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ParentJvm() {}

    /**
     * Does what this JVM is for, and tells the parent if that fails.
     *
     * @param whenGone what there is to do when the parent says no more
     */
    static void serve(Runnable whenGone, Service service) {
        var parent = new ParentJvm();
        System.setOut(System.err);
        Thread.ofPlatform().daemon().name("weft benchmark's parent").start(() -> parent.read(whenGone));
        try {
            service.with(parent);
        } catch (Exception | LinkageError | OutOfMemoryError failure) {
            parent.say(FAILED + sentence(failure));
        }
    }

    private void read(Runnable whenGone) {
        var input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        try {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                lines.add(line);
            }
        } catch (IOException _) {
            // As good as its end.
        }
        whenGone.run();
        Runtime.getRuntime().halt(0);
    }

    String hear() throws InterruptedException {
        return lines.take();
    }

    void say(String line) {
        answers.println(PREFIX + line.replace('\n', ' '));
        answers.flush();
    }

    /** Answers line after line. */
    void answerAll(Answer answer) throws Exception {
        while (true) {
            say(answer.to(hear()));
        }
    }

    private static String sentence(Throwable failure) {
        return String.valueOf(failure instanceof BenchmarkFailedException ? failure.getMessage() : failure.toString());
    }
}

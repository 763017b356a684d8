package dev.weft.launcher;

import java.util.List;

/** What {@code bin/weft} runs once to make its start-up cache: what people run, so that their first run finds classes and profiles ready. */
public final class Rehearsal {
    private static final List<String> COMMANDS = List.of(
            "run pagerank --graph jdk: --ranks 4 --top 3",
            "run bfs --graph kronecker:scale=16,degree=16,seed=1 --source 0 --top 3",
            "run wcc --graph kronecker:scale=16,degree=16,seed=1 --ranks 2 --top 3");

    private Rehearsal() {}

    public static void main(String[] args) {
        int exitCode = 0;
        for (String command : COMMANDS) {
            exitCode = Math.max(exitCode, Main.run(List.of(command.split(" ")), Terminal.ofProcess()));
        }
        System.exit(exitCode);
    }
}

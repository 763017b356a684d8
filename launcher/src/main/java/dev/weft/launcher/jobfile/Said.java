package dev.weft.launcher.jobfile;

/**
 * A value that the user gave.
 *
 * @param name what it is called where something is wrong with it: {@code --ranks}, or {@code job.yaml:7:14: ranks}
 */
public record Said(String name, String text) {}

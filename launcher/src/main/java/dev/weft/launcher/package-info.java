/**
 * The weft command: finds a program, runs it as a job, writes its results. {@link Main} is the entry, each {@link Command} one word of
 * the command line.
 */
@NullMarked
package dev.weft.launcher;

import org.jspecify.annotations.NullMarked;

/** Measures programs on graphs: {@code weft bench graph}. */
@NullMarked
package dev.weft.graph.benchmark;

import org.jspecify.annotations.NullMarked;

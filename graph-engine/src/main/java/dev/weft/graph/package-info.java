/** Graphs and graph programs. */
@NullMarked
package dev.weft.graph;

import org.jspecify.annotations.NullMarked;

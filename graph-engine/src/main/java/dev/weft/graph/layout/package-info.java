/** How a graph lies in memory: vertex order, virtual partitions, adjacency. */
@NullMarked
package dev.weft.graph.layout;

import org.jspecify.annotations.NullMarked;

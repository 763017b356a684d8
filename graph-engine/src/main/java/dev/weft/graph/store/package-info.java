/** The files of Weft's binary graph: a header and columns of numbers, little-endian, checksummed (docs/formats.md). */
@NullMarked
package dev.weft.graph.store;

import org.jspecify.annotations.NullMarked;

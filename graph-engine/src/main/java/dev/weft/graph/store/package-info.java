/** Files that a worker writes for other workers of its job: numbers, little-endian, with a checksum at the end. */
@NullMarked
package dev.weft.graph.store;

import org.jspecify.annotations.NullMarked;

/** The programs that {@code weft run} knows by name, and a serial verifier beside each. Part of the public API. */
@NullMarked
package dev.weft.graph.algorithms;

import org.jspecify.annotations.NullMarked;

/** The algorithms of collective calls, one a file, over {@link dev.weft.collectives.algorithm.Wire}. Not public API. */
@NullMarked
package dev.weft.collectives.algorithm;

import org.jspecify.annotations.NullMarked;

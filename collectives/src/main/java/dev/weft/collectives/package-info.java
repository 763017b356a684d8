/** Collective operations between ranks. */
@NullMarked
package dev.weft.collectives;

import org.jspecify.annotations.NullMarked;

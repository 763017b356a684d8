/** Named arrays in partitions, saved to and restored from storage. */
@NullMarked
package dev.weft.checkpoint;

import org.jspecify.annotations.NullMarked;

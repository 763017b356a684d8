/** How fast checkpoints are saved and restored. */
@NullMarked
package dev.weft.runtime.benchmark;

import org.jspecify.annotations.NullMarked;

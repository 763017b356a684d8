/** The coordinator's side of checkpoints: which of them count, when one is whole, whether a recovery gave the same again. */
@NullMarked
package dev.weft.runtime.saving;

import org.jspecify.annotations.NullMarked;

/** Processes of any language under the supervision of a rank. */
@NullMarked
package dev.weft.runtime.child;

import org.jspecify.annotations.NullMarked;

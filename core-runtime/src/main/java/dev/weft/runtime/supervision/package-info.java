/** One worker's ranks in one attempt, as supervised actors. */
@NullMarked
package dev.weft.runtime.supervision;

import org.jspecify.annotations.NullMarked;

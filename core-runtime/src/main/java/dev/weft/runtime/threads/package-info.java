/** The threads of a rank's parallel loops. */
@NullMarked
package dev.weft.runtime.threads;

import org.jspecify.annotations.NullMarked;

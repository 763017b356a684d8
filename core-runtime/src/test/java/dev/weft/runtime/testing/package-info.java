/** Runs programs on threads alone, for tests by the thousand. */
@NullMarked
package dev.weft.runtime.testing;

import org.jspecify.annotations.NullMarked;

/** Programs as users write them, in a package that is none of the engine's. */
@NullMarked
package dev.weft.programs;

import org.jspecify.annotations.NullMarked;

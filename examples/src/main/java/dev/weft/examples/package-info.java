/** Programs on Weft's public API, one file each. */
@NullMarked
package dev.weft.examples;

import org.jspecify.annotations.NullMarked;

/** What processes need that are started from this one, and what they leave. */
@NullMarked
package dev.weft.collectives.process;

import org.jspecify.annotations.NullMarked;

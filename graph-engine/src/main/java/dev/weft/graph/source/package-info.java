/** Where graphs come from: edge lists, arrays, the Kronecker generator, the running JDK. */
@NullMarked
package dev.weft.graph.source;

import org.jspecify.annotations.NullMarked;

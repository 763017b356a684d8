/** Local mode: the actors that run a job's ranks in this JVM. */
@NullMarked
package dev.weft.runtime.local;

import org.jspecify.annotations.NullMarked;

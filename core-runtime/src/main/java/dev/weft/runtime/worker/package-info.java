/** A worker: one process of a job in cluster mode. */
@NullMarked
package dev.weft.runtime.worker;

import org.jspecify.annotations.NullMarked;

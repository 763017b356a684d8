/** Cluster mode: one job over several worker processes, and its recovery. */
@NullMarked
package dev.weft.runtime.cluster;

import org.jspecify.annotations.NullMarked;

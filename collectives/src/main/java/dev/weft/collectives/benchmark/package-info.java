/** The benchmark of the collectives, behind {@link dev.weft.collectives.benchmark.CollectivesBenchmark}. */
@NullMarked
package dev.weft.collectives.benchmark;

import org.jspecify.annotations.NullMarked;

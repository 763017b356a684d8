/** Named columns of numbers in a Parquet file, for whoever reads results elsewhere. */
@NullMarked
package dev.weft.checkpoint.parquet;

import org.jspecify.annotations.NullMarked;

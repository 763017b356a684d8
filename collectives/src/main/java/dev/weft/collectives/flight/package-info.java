/**
 * The flight recorder: what each rank called last, kept in memory at all times, written to files when a job fails or
 * hangs, and read by {@code weft flight}. Internal: only Weft's own modules use it.
 *
 * <pre>
 *   rank's thread   FlightRecorder.begins… / ends / fails     a ring of events in memory
 *   on failure      FlightRecorder.dump → DumpFile.write      FOLDER/rank-R-process-P.flight
 *   afterwards      FlightFolder.read → FlightReport          who is missing where
 * </pre>
 */
@NullMarked
package dev.weft.collectives.flight;

import org.jspecify.annotations.NullMarked;

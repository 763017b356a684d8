package dev.weft.collectives.benchmark;

import java.util.Map;

/**
 * What was measured of an operation at one size.
 *
 * @param bytes of a rank's send buffer
 */
record Row(String operation, int ranks, int bytes, Timing weft, Map<PeerKind, Timing> peers) {}

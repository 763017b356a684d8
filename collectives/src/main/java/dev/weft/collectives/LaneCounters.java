package dev.weft.collectives;

/**
 * What a process's lanes have done since they were opened.
 *
 * @param staleDropped frames of another epoch or of another life of their sender
 * @param malformedDropped frames that are none of ours, or from a sender that the plan doesn't name
 * @param sequenceDropped frames that came twice or behind a gap, and all that followed these on their lane
 * @param forgedDropped frames of somebody who does not know the job's secret
 * @param backPressured how often a frame found its lane full
 * @param creditWaits how often a rank waited because the receiving rank had too much unread
 */
public record LaneCounters(
        long staleDropped,
        long malformedDropped,
        long sequenceDropped,
        long forgedDropped,
        long framesSent,
        long framesReceived,
        long bytesSent,
        long bytesReceived,
        long backPressured,
        long creditWaits) {}

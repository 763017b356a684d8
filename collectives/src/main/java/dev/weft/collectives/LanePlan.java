package dev.weft.collectives;

import java.util.List;

/** Stub. */
public record LanePlan(int epoch, int endpoint, List<Endpoint> endpoints) {}

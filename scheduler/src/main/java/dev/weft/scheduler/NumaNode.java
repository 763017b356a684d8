package dev.weft.scheduler;

/**
 * A part of a host whose cores are near the same memory.
 *
 * @param gpus those that hang on it, as bits
 */
public record NumaNode(int number, CoreSet cores, long gpus) {}

/** GPUs: which this host has and how they are connected, who gets which, and work on one. NVIDIA's, by the libraries of their driver. */
@NullMarked
package dev.weft.runtime.gpu;

import org.jspecify.annotations.NullMarked;

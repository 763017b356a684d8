/** Stores of objects, and layers to put in front of one: retries, bounds, injected faults; the proof that a store is fit for Weft. */
@NullMarked
package dev.weft.checkpoint.store;

import org.jspecify.annotations.NullMarked;

/**
 * Which ranks go to which hosts. A {@link Planner} works on a {@link CellState}, a snapshot that nobody changes; what it plans for a
 * {@link Gang} the {@link Cell}, the one writer, takes whole or not at all (Schwarzkopf et al., "Omega", EuroSys 2013). No thread, clock,
 * file or network of its own.
 */
@NullMarked
package dev.weft.scheduler;

import org.jspecify.annotations.NullMarked;

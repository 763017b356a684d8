/**
 * What {@code weft doctor} looks at: a {@link Check} for each thing that jobs need of a host, each with one {@link Finding}. What is read of the
 * system is read through {@link Machine}.
 */
@NullMarked
package dev.weft.launcher.doctor;

import org.jspecify.annotations.NullMarked;

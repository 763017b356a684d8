/**
 * What a group of ranks does when one of them is lost or all of them wait: protocols as pure machines, events in, effects out. Internal.
 */
@NullMarked
package dev.weft.collectives.recovery;

import org.jspecify.annotations.NullMarked;

/** The hosts on which a job's workers run: processes here, and on others by an agent that ssh starts there. */
@NullMarked
package dev.weft.runtime.hosts;

import org.jspecify.annotations.NullMarked;

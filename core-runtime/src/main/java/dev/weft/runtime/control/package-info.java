/** What the agent and the workers of a job tell each other. */
@NullMarked
package dev.weft.runtime.control;

import org.jspecify.annotations.NullMarked;

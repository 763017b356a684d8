/** A job's own key: with it, and only with it, a process can talk to the job's actors. */
@NullMarked
package dev.weft.runtime.tls;

import org.jspecify.annotations.NullMarked;

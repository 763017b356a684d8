/** Reports for programs to read. */
@NullMarked
package dev.weft.runtime.json;

import org.jspecify.annotations.NullMarked;

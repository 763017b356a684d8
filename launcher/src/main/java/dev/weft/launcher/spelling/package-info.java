/** What someone meant who has mistyped a name. */
@NullMarked
package dev.weft.launcher.spelling;

import org.jspecify.annotations.NullMarked;

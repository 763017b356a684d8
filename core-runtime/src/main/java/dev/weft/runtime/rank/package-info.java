/** What a rank is made of, without the actors that run it. */
@NullMarked
package dev.weft.runtime.rank;

import org.jspecify.annotations.NullMarked;

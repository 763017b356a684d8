/** Objects in S3 and compatible stores. Loaded only where an s3: address is given. */
@NullMarked
package dev.weft.checkpoint.s3;

import org.jspecify.annotations.NullMarked;

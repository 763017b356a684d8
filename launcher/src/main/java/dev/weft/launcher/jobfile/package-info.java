/** The job file: YAML in, checked against the keys that a job may have, places kept for what is said of it later; YAML out. */
@NullMarked
package dev.weft.launcher.jobfile;

import org.jspecify.annotations.NullMarked;

package dev.weft.launcher.doctor;

/** Looks at one thing. */
interface Check {
    Finding run();
}

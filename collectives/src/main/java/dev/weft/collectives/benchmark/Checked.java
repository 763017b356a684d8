package dev.weft.collectives.benchmark;

/**
 * What a verifier found.
 *
 * @param values how many were compared
 * @param first the first mismatch in words, "" if there is none
 */
record Checked(long values, long mismatches, String first) {
    static final Checked NOTHING = new Checked(0, 0, "");

    Checked and(Checked other) {
        return new Checked(values + other.values, mismatches + other.mismatches, first.isEmpty() ? other.first : first);
    }
}

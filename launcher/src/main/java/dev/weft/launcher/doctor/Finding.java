package dev.weft.launcher.doctor;

/**
 * What a check found.
 *
 * @param check its name, one word
 * @param remedy what to do about it; empty if there is nothing
 */
public record Finding(String check, Verdict verdict, String found, String remedy) {
    /** From good to bad. */
    public enum Verdict {
        OK("ok"),
        /** Jobs run, but slower, or not all of them. */
        WARN("warn"),
        /** Jobs that need this don't run. */
        FAIL("FAIL");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Verdict.OK, found, "");
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Verdict.WARN, found, remedy);
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Verdict.FAIL, found, remedy);
    }
}

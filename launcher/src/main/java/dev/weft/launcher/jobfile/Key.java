package dev.weft.launcher.jobfile;

/**
 * A key of a job file.
 *
 * @param option of {@code weft run} that says the same; if there is none, a word of its own without dashes
 * @param names what a value that is a path is resolved as
 * @param meaning one sentence
 */
record Key(String name, Shape shape, boolean required, String option, Names names, String meaning) {
    /** Whether a value names something on this machine. */
    enum Names {
        /** No file. */
        NOTHING,
        /** A file or folder, unless it begins with a scheme such as {@code s3:} or {@code kronecker:}. */
        A_FILE,
        /** A file if it ends with {@code .java}. */
        A_PROGRAM,
        /** A file unless it is {@code -}. */
        A_FILE_OR_STDOUT
    }

    static Key of(String name, String option, Shape shape, String meaning) {
        return new Key(name, shape, false, option, Names.NOTHING, meaning);
    }

    /** Without a value of its own. */
    static Key group(String name, Shape shape, String meaning) {
        return new Key(name, shape, false, "", Names.NOTHING, meaning);
    }

    Key always() {
        return new Key(name, shape, true, option, names, meaning);
    }

    Key naming(Names what) {
        return new Key(name, shape, required, option, what, meaning);
    }
}

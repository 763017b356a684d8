package dev.weft.launcher.jobfile;

/**
 * A place in the tree of keys.
 *
 * @param whole for example {@code spec.operators[0].ranks}
 * @param last for example {@code ranks}
 */
record KeyPath(String whole, String last) {
    private static final String FILE = "the file";
    static final KeyPath ROOT = root("a job file");

    /** @param kind what the file is */
    static KeyPath root(String kind) {
        return new KeyPath(kind, FILE);
    }

    KeyPath key(String name) {
        return new KeyPath(last.equals(FILE) ? name : whole + "." + name, name);
    }

    KeyPath item(int index) {
        return new KeyPath(whole + "[" + index + "]", last + "[" + index + "]");
    }

    /** Any of them. */
    KeyPath item() {
        return new KeyPath(whole + "[]", last + "[]");
    }
}

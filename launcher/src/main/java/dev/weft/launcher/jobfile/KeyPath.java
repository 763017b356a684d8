package dev.weft.launcher.jobfile;

/**
 * A place in the tree of keys.
 *
 * @param whole for example {@code spec.operators[0].ranks}
 * @param last for example {@code ranks}
 */
record KeyPath(String whole, String last) {
    static final KeyPath ROOT = new KeyPath("a job file", "the file");

    KeyPath key(String name) {
        return new KeyPath(equals(ROOT) ? name : whole + "." + name, name);
    }

    KeyPath item(int index) {
        return new KeyPath(whole + "[" + index + "]", last + "[" + index + "]");
    }

    /** Any of them. */
    KeyPath item() {
        return new KeyPath(whole + "[]", last + "[]");
    }
}

package dev.weft.launcher.jobfile;

/** What a scalar of YAML is, by its look. */
enum ScalarKind {
    TEXT("text", "string"),
    WHOLE("a whole number", "integer"),
    NUMBER("a number", "number"),
    TRUTH("true or false", "boolean"),
    NOTHING("nothing", "null");

    private final String words;
    private final String json;

    ScalarKind(String words, String json) {
        this.words = words;
        this.json = json;
    }

    String words() {
        return words;
    }

    /** Its name in JSON Schema. */
    String json() {
        return json;
    }

    /** A whole number is a number, too. */
    boolean is(ScalarKind wanted) {
        return this == wanted || (this == WHOLE && wanted == NUMBER);
    }
}

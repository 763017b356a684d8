package dev.weft.collectives;

/** The two lanes from one process to another. */
enum LaneKind {
    /** Credits, farewells, questions: never held up by data. */
    CONTROL("control"),
    /** Elements, in the order in which they were sent. */
    DATA("data");

    private final String title;

    LaneKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    int bit() {
        return this == CONTROL ? 0 : 1;
    }
}

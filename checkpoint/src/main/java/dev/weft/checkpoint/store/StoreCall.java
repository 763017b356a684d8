package dev.weft.checkpoint.store;

/** A call to a store, as layers and messages see it. */
public record StoreCall(Verb verb, String key, long bytes) {
    /** What a call does; the words follow "can't". */
    public enum Verb {
        PUT("write", "to"),
        CREATE("create", "in"),
        GET("read", "from"),
        SIZE("look up", "in"),
        READ("read", "from"),
        LIST("list", "in"),
        DELETE("delete", "from"),
        UPLOAD("begin to write", "to"),
        PART("write a part of", "to"),
        COMPLETE("complete", "in"),
        ABORT("give up", "in"),
        SWEEP("look for leftovers of", "in");

        private final String words;
        private final String preposition;

        Verb(String words, String preposition) {
            this.words = words;
            this.preposition = preposition;
        }
    }

    /** "can't write KEY to STORE", the beginning of every message. */
    public String failedAt(Object store) {
        String what = key.isEmpty() ? "objects" : key;
        return "can't " + verb.words + " " + what + " " + verb.preposition + " " + store;
    }
}

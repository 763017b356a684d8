package dev.weft.checkpoint.store;

/** What a key may look like: legal in every store, in the same order everywhere, and no way out of a folder. */
public final class Keys {
    private static final int MOST_CHARACTERS = 512;
    private static final int MOST_IN_SEGMENT = 200;
    private static final String MARKS = "._=+@-";

    private Keys() {}

    /** The key itself. */
    public static String checked(String key) {
        if (key.isEmpty() || key.length() > MOST_CHARACTERS) {
            throw wrong(key, "it has " + key.length() + " characters, of 1 to " + MOST_CHARACTERS);
        }
        for (String segment : key.split("/", -1)) {
            check(key, segment);
        }
        return key;
    }

    public static boolean isKey(String text) {
        try {
            checked(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void check(String key, String segment) {
        if (segment.isEmpty() || segment.length() > MOST_IN_SEGMENT) {
            throw wrong(key, "a segment has " + segment.length() + " characters, of 1 to " + MOST_IN_SEGMENT);
        }
        if (segment.charAt(0) == '.') {
            throw wrong(key, "a segment begins with a dot");
        }
        for (int i = 0; i < segment.length(); i++) {
            if (!isLegal(segment.charAt(i))) {
                throw wrong(key, "'" + segment.charAt(i) + "' is none of A-Z a-z 0-9 . _ = + @ -");
            }
        }
    }

    private static boolean isLegal(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || MARKS.indexOf(c) >= 0;
    }

    private static IllegalArgumentException wrong(String key, String why) {
        return new IllegalArgumentException("key=" + key + " is no object's name: " + why);
    }
}

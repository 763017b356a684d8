package dev.weft.launcher.jobfile;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a YAML document is made of, each part with its place. Aliases stand for the node itself. */
sealed interface YamlNode {
    Place at();

    /** What this is, for messages: "text", "a list" and so on. */
    String what();

    /** @param plain whether it stands there without quotes, so that it may be something other than text */
    record Scalar(Place at, String text, boolean plain) implements YamlNode {
        private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
        private static final Pattern NUMBER =
                Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]*)?([eE][-+]?[0-9]+)?|-?\\.[0-9]+([eE][-+]?[0-9]+)?");
        private static final Pattern TRUTH = Pattern.compile("true|false");
        private static final Pattern NOTHING = Pattern.compile("|~|null");

        /** By YAML 1.2's rules for what is also JSON. */
        ScalarKind kind() {
            if (!plain) {
                return ScalarKind.TEXT;
            }
            if (NOTHING.matcher(text).matches()) {
                return ScalarKind.NOTHING;
            }
            if (TRUTH.matcher(text).matches()) {
                return ScalarKind.TRUTH;
            }
            if (WHOLE.matcher(text).matches()) {
                return ScalarKind.WHOLE;
            }
            return NUMBER.matcher(text).matches() ? ScalarKind.NUMBER : ScalarKind.TEXT;
        }

        @Override
        public String what() {
            return kind().words();
        }
    }

    record Items(Place at, List<YamlNode> items) implements YamlNode {
        @Override
        public String what() {
            return "a list";
        }
    }

    /** Keys with their places, in the file's order. */
    record Fields(Place at, Map<String, Field> fields) implements YamlNode {
        @Override
        public String what() {
            return "a mapping";
        }
    }

    /** @param at the place of the key */
    record Field(Place at, YamlNode value) {}
}

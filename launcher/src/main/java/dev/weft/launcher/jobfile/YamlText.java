package dev.weft.launcher.jobfile;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes block-style YAML, line by line. Text that another reader might take for something else stands in quotes. */
public final class YamlText {
    private static final Pattern HARMLESS = Pattern.compile("([A-Za-z_]|\\.{0,2}/)[A-Za-z0-9_./-]*");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    /** By YAML 1.1, which many still read. */
    private static final Set<String> TAKEN = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "~");

    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean itemBegins;

    /** A comment on a line of its own. */
    public YamlText comment(String words) {
        text.append("# ").append(words).append('\n');
        return this;
    }

    /** What comes next, until {@link #end}, stands under this key. */
    public YamlText begin(String key) {
        indent();
        text.append(quoted(key)).append(":\n");
        depth++;
        return this;
    }

    public YamlText end() {
        depth--;
        return this;
    }

    /** What comes next, until {@link #end}, is a mapping in a list. */
    public YamlText beginItem() {
        itemBegins = true;
        depth++;
        return this;
    }

    public YamlText put(String key, String value) {
        return line(key, quoted(value));
    }

    public YamlText put(String key, long value) {
        return line(key, Long.toString(value));
    }

    public YamlText put(String key, boolean value) {
        return line(key, Boolean.toString(value));
    }

    /** Text that may mean a number, or true or false, is written as that. */
    public YamlText putAsItLooks(String key, String value) {
        boolean plain = NUMBER.matcher(value).matches() || value.equals("true") || value.equals("false");
        return line(key, plain ? value : quoted(value));
    }

    public YamlText putList(String key, List<String> values) {
        begin(key);
        for (String value : values) {
            indent();
            text.append("- ").append(quoted(value)).append('\n');
        }
        return end();
    }

    private YamlText line(String key, String value) {
        indent();
        text.append(quoted(key)).append(": ").append(value).append('\n');
        return this;
    }

    private void indent() {
        if (itemBegins) {
            text.append("  ".repeat(depth - 1)).append("- ");
            itemBegins = false;
        } else {
            text.append("  ".repeat(depth));
        }
    }

    private static String quoted(String value) {
        boolean plain = HARMLESS.matcher(value).matches() && !TAKEN.contains(value.toLowerCase(Locale.ROOT));
        if (plain) {
            return value;
        }
        var quoted = new StringBuilder("\"");
        value.codePoints().forEach(each -> quoted.append(escaped(each)));
        return quoted.append('"').toString();
    }

    private static String escaped(int codePoint) {
        return switch (codePoint) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default ->
                codePoint < ' ' || (codePoint >= 0x7F && codePoint <= 0xA0) || codePoint > 0xFFFF || isOdd(codePoint)
                        ? "\\U%08x".formatted(codePoint)
                        : Character.toString(codePoint);
        };
    }

    /** Line ends of other systems, byte order marks, halves of surrogate pairs. */
    private static boolean isOdd(int codePoint) {
        return codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint >= 0xFFFE
                || codePoint == 0xFEFF
                || (codePoint >= 0xD800 && codePoint <= 0xDFFF);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

package dev.weft.runtime.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections, strings, numbers and booleans as indented JSON; numbers that JSON has not as null. */
public final class Json {
    private final StringBuilder text = new StringBuilder();
    private String newLine = "\n";

    private Json() {}

    public static String of(Object value) {
        var json = new Json();
        json.value(value);
        return json.text.append('\n').toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> list('{', map.entrySet(), '}');
            case Collection<?> collection -> list('[', collection, ']');
            case Map.Entry<?, ?> entry -> entry(entry);
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> string(value.toString());
        }
    }

    private void list(char open, Collection<?> elements, char close) {
        text.append(open);
        String outer = newLine;
        newLine += "  ";
        for (Iterator<?> left = elements.iterator(); left.hasNext(); ) {
            text.append(newLine);
            value(left.next());
            text.append(left.hasNext() ? "," : "");
        }
        newLine = outer;
        text.append(elements.isEmpty() ? "" : newLine).append(close);
    }

    private void entry(Map.Entry<?, ?> entry) {
        string(String.valueOf(entry.getKey()));
        text.append(": ");
        value(entry.getValue());
    }

    private void string(String string) {
        text.append('"');
        string.chars().forEach(this::character);
        text.append('"');
    }

    private void character(int character) {
        switch (character) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> plain((char) character);
        }
    }

    private void plain(char character) {
        if (character < ' ') {
            text.append(String.format("\\u%04x", (int) character));
        } else {
            text.append(character);
        }
    }
}

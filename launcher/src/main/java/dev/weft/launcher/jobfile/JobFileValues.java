package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.Shape.Keys;
import dev.weft.launcher.jobfile.Shape.ListOf;
import dev.weft.launcher.jobfile.Shape.Named;
import dev.weft.launcher.jobfile.Shape.Value;
import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.launcher.jobfile.YamlNode.Items;
import dev.weft.launcher.jobfile.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the values out of a document that has a job file's shape, by option.
 *
 * @param folder that paths are relative to
 */
record JobFileValues(FileWords words, Path folder) {
    private static final String OPERATORS = "operators";
    /** {@code kronecker:scale=20}, {@code s3://bucket}; a file of such a name is {@code ./name}. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    Map<String, List<Said>> ofJob(Fields root) {
        var values = new LinkedHashMap<String, List<Said>>();
        collect(root, JobShape.ROOT, values);
        return values;
    }

    List<Map<String, List<Said>>> ofOperators(Fields root) {
        Fields spec = (Fields) field(root, "spec").value();
        Items operators = (Items) field(spec, OPERATORS).value();
        var all = new ArrayList<Map<String, List<Said>>>();
        for (YamlNode operator : operators.items()) {
            var values = new LinkedHashMap<String, List<Said>>();
            String name = words.at(operator.at()) + OPERATORS + "[" + all.size() + "]";
            values.put(JobFile.OPERATOR, List.of(new Said(name, "")));
            collect((Fields) operator, JobShape.OPERATOR, values);
            all.add(values);
        }
        return all;
    }

    private static Field field(Fields mapping, String name) {
        Field field = mapping.fields().get(name);
        if (field == null) {
            throw new IllegalStateException(name + " was checked to be there");
        }
        return field;
    }

    private void collect(Fields mapping, Keys shape, Map<String, List<Said>> into) {
        mapping.fields().forEach((name, field) -> {
            Key key = shape.keys().get(name);
            if (key == null) {
                throw new IllegalStateException(name + " was checked to be known");
            }
            collect(field.value(), key, into);
        });
    }

    private void collect(YamlNode node, Key key, Map<String, List<Said>> into) {
        switch (key.shape()) {
            case Keys keys -> collect((Fields) node, keys, into);
            case Value _ -> into.put(key.option(), List.of(said((Scalar) node, key)));
            case ListOf(Value _) ->
                into.put(
                        key.option(),
                        ((Items) node)
                                .items().stream()
                                        .map(item -> said((Scalar) item, key))
                                        .toList());
            case Named _ -> into.put(key.option(), entries((Fields) node, key));
            // Operators are taken one by one.
            case ListOf _ -> {}
        }
    }

    private Said said(Scalar scalar, Key key) {
        return new Said(words.at(scalar.at()) + key.name(), resolved(scalar.text(), key.names()));
    }

    /** As {@code --set name=value} says it. */
    private List<Said> entries(Fields mapping, Key key) {
        return mapping.fields().entrySet().stream()
                .map(entry -> new Said(
                        words.at(entry.getValue().at()) + key.name(),
                        entry.getKey() + "=" + text(entry.getValue().value())))
                .toList();
    }

    private static String text(YamlNode node) {
        return switch (node) {
            case Scalar scalar -> scalar.text();
            case Items list -> list.items().stream().map(JobFileValues::text).collect(Collectors.joining(","));
            case Fields _ -> throw new IllegalStateException("no mapping was let through");
        };
    }

    // ---- paths

    private String resolved(String text, Key.Names names) {
        return switch (names) {
            case NOTHING -> text;
            case A_FILE -> SCHEME.matcher(text).matches() ? text : inFolder(text);
            case A_PROGRAM -> text.endsWith(".java") ? inFolder(text) : text;
            case A_FILE_OR_STDOUT -> text.equals("-") || SCHEME.matcher(text).matches() ? text : inFolder(text);
        };
    }

    /** A slash at the end means a folder: it stays. */
    private String inFolder(String text) {
        String path = folder.resolve(text).normalize().toString();
        return text.endsWith("/") && !path.endsWith("/") ? path + "/" : path;
    }
}

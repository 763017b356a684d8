package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.Shape.Keys;
import dev.weft.launcher.jobfile.Shape.ListOf;
import dev.weft.launcher.jobfile.Shape.Named;
import dev.weft.launcher.jobfile.Shape.Value;
import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.launcher.jobfile.YamlNode.Items;
import dev.weft.launcher.jobfile.YamlNode.Scalar;
import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.UsageException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Refuses a document that has not the shape that it should have, naming the first place where it has not. */
record ShapeCheck(FileWords words) {
    private static final int LONGEST_NUMBER = 40;

    void check(YamlNode node, Shape shape, KeyPath path) {
        switch (shape) {
            case Value value -> checkValue(node, value, path);
            case ListOf list -> checkList(node, list, path);
            case Keys keys -> checkKeys(node, keys, path);
            case Named named -> checkNamed(node, named, path);
        }
    }

    // ---- one value

    private void checkValue(YamlNode node, Value shape, KeyPath path) {
        if (!(node instanceof Scalar scalar)) {
            throw wrong(node, path.last() + " is " + node.what() + ": give " + shape.give());
        }
        ScalarKind kind = scalar.kind();
        if (kind == ScalarKind.NOTHING) {
            throw wrong(node, path.last() + " has no value: give " + shape.give() + ", or leave the key out");
        }
        String said = path.last() + "=" + shown(scalar.text());
        if (shape.kinds().stream().noneMatch(kind::is)) {
            throw wrong(node, said + " is " + kind.words() + ": give " + shape.give() + quotedInstead(shape, kind));
        }
        if (kind == ScalarKind.TEXT) {
            checkText(node, scalar.text(), shape, said);
        } else if (kind.is(ScalarKind.NUMBER)
                && (shape.least().isPresent() || shape.most().isPresent())) {
            if (scalar.text().length() > LONGEST_NUMBER) {
                throw wrong(node, said + " has too many digits: give " + shape.give());
            }
            checkRange(node, new BigDecimal(scalar.text()), shape, said);
        }
    }

    private static String quotedInstead(Value shape, ScalarKind kind) {
        boolean text = shape.kinds().contains(ScalarKind.TEXT) && shape.words().isEmpty();
        return text && kind != ScalarKind.TEXT && shape.kinds().size() == 1
                ? ", in quotes if it looks like " + kind.words()
                : "";
    }

    private void checkText(YamlNode node, String text, Value shape, String said) {
        if (text.isBlank()) {
            throw wrong(node, said + " is empty: give " + shape.give());
        }
        if (!shape.words().isEmpty() && !shape.words().contains(text)) {
            throw wrong(
                    node, said + " is unknown" + Spelling.hint(shown(text), shape.words()) + ": give " + shape.give());
        }
        if (shape.pattern().filter(pattern -> !pattern.matcher(text).matches()).isPresent()) {
            throw wrong(node, said + " can't be used: give " + shape.give());
        }
    }

    private void checkRange(YamlNode node, BigDecimal number, Value shape, String said) {
        shape.least().filter(least -> number.compareTo(least) < 0).ifPresent(least -> {
            throw wrong(node, said + " < " + least + ": give " + shape.give());
        });
        shape.most().filter(most -> number.compareTo(most) > 0).ifPresent(most -> {
            throw wrong(node, said + " > " + most + ": give " + shape.give());
        });
    }

    /** Nobody wants to read a megabyte. */
    private static String shown(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 80 ? line : line.substring(0, 77) + "…";
    }

    // ---- lists and mappings

    private void checkList(YamlNode node, ListOf shape, KeyPath path) {
        if (!(node instanceof Items list)) {
            throw wrong(node, path.last() + " is " + node.what() + ": give a list, each entry after a dash (- )");
        }
        if (list.items().isEmpty()) {
            throw wrong(node, path.last() + " is an empty list: give an entry, or leave the key out");
        }
        for (int i = 0; i < list.items().size(); i++) {
            check(list.items().get(i), shape.each(), path.item(i));
        }
    }

    private void checkKeys(YamlNode node, Keys shape, KeyPath path) {
        if (!(node instanceof Fields mapping)) {
            throw wrong(
                    node,
                    path.last() + " is " + node.what() + ": give a mapping with "
                            + String.join(", ", shape.keys().keySet()));
        }
        mapping.fields().forEach((name, field) -> {
            Key key = shape.keys().get(name);
            if (key == null) {
                throw words.wrong(field.at(), unknown(name, shape, path));
            }
            check(field.value(), key.shape(), path.key(name));
        });
        requireKeys(mapping, shape, path);
    }

    private void requireKeys(Fields mapping, Keys shape, KeyPath path) {
        var there = mapping.fields().keySet();
        shape.keys().values().stream()
                .filter(key -> key.required() && !there.contains(key.name()))
                .findFirst()
                .ifPresent(missing -> {
                    throw wrong(mapping, path.last() + " has no " + missing.name() + ": " + missing.meaning());
                });
        long of = shape.exactlyOne().stream().filter(there::contains).count();
        if (!shape.exactlyOne().isEmpty() && of != 1) {
            String all = String.join(of == 0 ? " nor " : " and ", shape.exactlyOne());
            throw wrong(
                    mapping,
                    path.last()
                            + (of == 0 ? " has neither " + all + ": give one" : " has both " + all + ": leave one"));
        }
    }

    private static String unknown(String name, Keys shape, KeyPath path) {
        String sentence = "unknown key " + shown(name) + " in " + path.whole();
        Optional<KeyPath> elsewhere = placeOf(name, JobShape.ROOT, KeyPath.ROOT);
        String hint = Spelling.hint(shown(name), shape.keys().keySet());
        if (!hint.isEmpty()) {
            return sentence + hint;
        }
        return sentence
                + (elsewhere.isPresent()
                        ? ": its place is " + elsewhere.get().whole()
                        : ": there are " + String.join(", ", shape.keys().keySet()));
    }

    /** Which mapping of the job file has a key of this name. */
    private static Optional<KeyPath> placeOf(String name, Shape shape, KeyPath path) {
        return switch (shape) {
            case Keys keys ->
                keys.keys().containsKey(name)
                        ? Optional.of(path)
                        : keys.keys().values().stream()
                                .flatMap(key -> placeOf(name, key.shape(), path.key(key.name())).stream())
                                .findFirst();
            case ListOf list -> placeOf(name, list.each(), path.item());
            case Value _, Named _ -> Optional.empty();
        };
    }

    private void checkNamed(YamlNode node, Named shape, KeyPath path) {
        if (!(node instanceof Fields mapping)) {
            throw wrong(node, path.last() + " is " + node.what() + ": give a mapping of names to values");
        }
        mapping.fields().forEach((name, field) -> checkEntry(name, field, shape, path));
    }

    private void checkEntry(String name, Field field, Named shape, KeyPath path) {
        if (name.isBlank() || name.contains("=")) {
            throw words.wrong(
                    field.at(), "'" + shown(name) + "' in " + path.whole() + " can't be a name: give one without '='");
        }
        String place = shape.elsewhere().get(name);
        if (place != null) {
            throw words.wrong(field.at(), name + " is not among " + path.last() + ": its place is " + place);
        }
        var value =
                new Value(shape.kinds(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), shape.give());
        if (shape.lists() && field.value() instanceof Items list) {
            checkAll(list, value, path.key(name));
        } else {
            checkNamedValue(field.value(), value, path.key(name));
        }
    }

    private void checkAll(Items list, Value each, KeyPath path) {
        if (list.items().isEmpty()) {
            throw wrong(list, path.last() + " is an empty list: give an entry, or leave the key out");
        }
        for (YamlNode item : list.items()) {
            checkNamedValue(item, each, path);
            if (((Scalar) item).text().contains(",")) {
                throw wrong(
                        item,
                        path.last() + ": an entry with a comma would become two, since programs read lists as a,b,c");
            }
        }
    }

    /** Of these, unlike of Weft's own keys, text may be empty. */
    private void checkNamedValue(YamlNode node, Value shape, KeyPath path) {
        boolean emptyText = node instanceof Scalar scalar
                && !scalar.plain()
                && scalar.text().isBlank();
        if (!emptyText) {
            checkValue(node, shape, path);
        }
    }

    private UsageException wrong(YamlNode node, String sentence) {
        return words.wrong(node.at(), sentence);
    }
}

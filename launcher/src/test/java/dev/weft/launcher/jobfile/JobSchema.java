package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.Shape.Keys;
import dev.weft.launcher.jobfile.Shape.ListOf;
import dev.weft.launcher.jobfile.Shape.Named;
import dev.weft.launcher.jobfile.Shape.Value;
import dev.weft.runtime.json.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON Schema (draft 2020-12) of what the parser knows. */
final class JobSchema {
    private JobSchema() {}

    static String text() {
        var root = new LinkedHashMap<String, Object>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "A job file of Weft, " + JobShape.API_VERSION);
        root.putAll(of(JobShape.ROOT));
        return Json.of(root);
    }

    private static Map<String, Object> of(Shape shape) {
        return switch (shape) {
            case Value value -> value(value);
            case ListOf(Shape each) -> inOrder("type", "array", "minItems", 1, "items", of(each));
            case Keys keys -> keys(keys);
            case Named named -> named(named);
        };
    }

    private static Map<String, Object> value(Value value) {
        if (!value.words().isEmpty()) {
            return inOrder("enum", value.words());
        }
        Map<String, Object> schema = inOrder("type", types(value.kinds()));
        if (value.kinds().contains(ScalarKind.TEXT)) {
            schema.put(
                    "pattern", value.pattern().map(each -> "^(?:" + each + ")$").orElse("\\S"));
        }
        value.least().ifPresent(least -> schema.put("minimum", number(least)));
        value.most().ifPresent(most -> schema.put("maximum", number(most)));
        return schema;
    }

    private static Object number(BigDecimal number) {
        return number.scale() <= 0 ? (Object) number.longValueExact() : (Object) number.doubleValue();
    }

    private static Object types(Set<ScalarKind> kinds) {
        List<String> names = kinds.stream()
                // An integer is a number.
                .filter(kind -> kind != ScalarKind.WHOLE || !kinds.contains(ScalarKind.NUMBER))
                .sorted()
                .map(ScalarKind::json)
                .toList();
        return names.size() == 1 ? names.getFirst() : names;
    }

    private static Map<String, Object> keys(Keys keys) {
        var properties = new LinkedHashMap<String, Object>();
        keys.keys().forEach((name, key) -> {
            Map<String, Object> property = inOrder("description", key.meaning());
            property.putAll(of(key.shape()));
            properties.put(name, property);
        });
        Map<String, Object> schema = inOrder("type", "object", "properties", properties, "additionalProperties", false);
        List<String> required = keys.keys().values().stream()
                .filter(Key::required)
                .map(Key::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!keys.exactlyOne().isEmpty()) {
            schema.put(
                    "oneOf",
                    keys.exactlyOne().stream()
                            .map(name -> inOrder("required", List.of(name)))
                            .toList());
        }
        return schema;
    }

    private static Map<String, Object> named(Named named) {
        Map<String, Object> one = inOrder("type", types(named.kinds()));
        Map<String, Object> values = one;
        if (named.lists()) {
            Map<String, Object> item = inOrder("type", types(named.kinds()), "pattern", "^[^,]*$");
            values = inOrder("anyOf", List.of(one, inOrder("type", "array", "minItems", 1, "items", item)));
        }
        Map<String, Object> names = inOrder("pattern", "^[^=]*[^=\\s][^=]*$");
        if (!named.elsewhere().isEmpty()) {
            names.put("not", inOrder("enum", List.copyOf(named.elsewhere().keySet())));
        }
        return inOrder("type", "object", "propertyNames", names, "additionalProperties", values);
    }

    private static Map<String, Object> inOrder(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}

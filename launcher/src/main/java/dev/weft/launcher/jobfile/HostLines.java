package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.launcher.jobfile.YamlNode.Items;
import dev.weft.launcher.jobfile.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The short form of an inventory: on each line a host's name, then {@code KEY=VALUE} in any order: keys that hold one value in YAML, or else labels; {@code #}
 * begins a comment. Gives what YAML would, with the lines' places.
 */
final class HostLines {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final String LABELS = "labels";
    private static final String EACH = "a host";

    private final FileWords words;
    private final List<YamlNode> hosts = new ArrayList<>();

    private HostLines(FileWords words) {
        this.words = words;
    }

    static Items read(String text, FileWords words) {
        var lines = new HostLines(words);
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            lines.line(i + 1, all.get(i).replaceFirst("#.*", ""));
        }
        if (lines.hosts.isEmpty()) {
            throw words.wrong("names no host: write one on each line, e.g. node-1 slots=4");
        }
        return new Items(new Place(1, 1), lines.hosts);
    }

    private void line(int number, String line) {
        Matcher word = WORD.matcher(line);
        if (!word.find()) {
            return;
        }
        var at = new Place(number, word.start() + 1);
        Map<String, Field> fields = new LinkedHashMap<>();
        Map<String, Field> labels = new LinkedHashMap<>();
        fields.put("name", new Field(at, new Scalar(at, word.group(), false)));
        while (word.find()) {
            setting(new Place(number, word.start() + 1), word.group(), fields, labels);
        }
        fields.putIfAbsent("slots", new Field(at, new Scalar(at, "1", true)));
        if (!labels.isEmpty()) {
            fields.put(LABELS, new Field(at, new Fields(at, labels)));
        }
        var host = new Fields(at, fields);
        new ShapeCheck(words).check(host, InventoryShape.HOST, KeyPath.root(EACH));
        hosts.add(host);
    }

    private void setting(Place at, String word, Map<String, Field> fields, Map<String, Field> labels) {
        int equals = word.indexOf('=');
        if (equals < 1) {
            throw words.wrong(
                    at, "\"" + word + "\" is no KEY=VALUE: write slots=N, address=ADDRESS, another key, or a label");
        }
        String key = word.substring(0, equals);
        boolean known = InventoryShape.isSimple(key);
        // Where only text can stand, a number needs no quotes.
        var value = new Scalar(at, word.substring(equals + 1), known && !InventoryShape.isText(key));
        if ((known ? fields : labels).put(key, new Field(at, value)) != null) {
            throw words.wrong(at, key + " stands in this line a second time: leave one of them");
        }
    }
}

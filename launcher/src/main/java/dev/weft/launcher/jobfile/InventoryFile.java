package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.launcher.jobfile.YamlNode.Items;
import dev.weft.launcher.jobfile.YamlNode.Scalar;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A file that describes hosts: in YAML, or a host on each line ({@link HostLines}). Both say the same (docs/hosts.md). */
public final class InventoryFile {
    static final int MOST_HOSTS = 1_000_000;
    /** How the first line of YAML begins, and no host's. */
    private static final Pattern YAML = Pattern.compile("(?s)(\\s*(#[^\\n]*)?\\n)*(---|\\{|[A-Za-z]+:(\\s|$)).*");

    private final FileWords words;
    private final List<Host> hosts = new ArrayList<>();
    private final Map<String, Place> names = new HashMap<>();

    private InventoryFile(FileWords words) {
        this.words = words;
    }

    /** @throws UsageException if it can't be read, or says what no list of hosts says; with line and column */
    public static List<Host> read(String file) throws IOException {
        var words = new FileWords(file, "list of hosts");
        String text = FileText.read(Path.of(file), words);
        Items items = YAML.matcher(text).matches() || JobFile.isNamed(file) && text.isBlank()
                ? yaml(text, words)
                : HostLines.read(text, words);
        return new InventoryFile(words).all(items);
    }

    private static Items yaml(String text, FileWords words) {
        YamlNode root = YamlReader.read(words, text)
                .orElseThrow(() -> words.wrong("is empty: an inventory has "
                        + String.join(", ", InventoryShape.ROOT.keys().keySet())));
        new ShapeCheck(words).check(root, InventoryShape.ROOT, InventoryShape.PATH);
        return (Items) field((Fields) root, "hosts");
    }

    private static YamlNode field(Fields mapping, String name) {
        Field field = mapping.fields().get(name);
        if (field == null) {
            throw new IllegalStateException(name + " was checked to be there");
        }
        return field.value();
    }

    private List<Host> all(Items items) {
        for (YamlNode item : items.items()) {
            add((Fields) item);
        }
        return List.copyOf(hosts);
    }

    private void add(Fields fields) {
        var entry = new HostEntry(words, fields);
        Scalar name = (Scalar) field(fields, "name");
        Host alike = entry.host(name.text());
        List<String> all = names(name);
        if (all.size() > 1 && !alike.address().isEmpty()) {
            throw words.wrong(
                    name.at(), "name=" + name.text() + " with one address for all: describe each host by itself");
        }
        for (String each : all) {
            Place earlier = names.put(each, name.at());
            if (earlier != null) {
                throw words.wrong(
                        name.at(),
                        each + " is there a second time, the first is in line " + earlier.line() + ": leave one");
            }
            hosts.add(alike.named(each));
        }
    }

    /** Those that {@code node-[01-16]} stands for. */
    private List<String> names(Scalar name) {
        int open = name.text().indexOf('[');
        if (open < 0) {
            return List.of(name.text());
        }
        int close = name.text().indexOf(']');
        String[] ends = name.text().substring(open + 1, close).split("-", -1);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[1]);
        if (last < first || last - first >= MOST_HOSTS - hosts.size()) {
            throw words.wrong(
                    name.at(),
                    "name=%s: give two numbers, the smaller first, and %,d hosts in all at most"
                            .formatted(name.text(), MOST_HOSTS));
        }
        var several = new ArrayList<String>();
        for (int number = first; number <= last; number++) {
            String digits = ("%0" + ends[0].length() + "d").formatted(number);
            several.add(name.text().substring(0, open) + digits + name.text().substring(close + 1));
        }
        return several;
    }
}

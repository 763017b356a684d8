package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.launcher.jobfile.YamlNode.Items;
import dev.weft.launcher.jobfile.YamlNode.Scalar;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.Inventory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that describes hosts (docs/plan.md).
 *
 * @param unschedulable the numbers of hosts that take no ranks
 */
public record InventoryFile(Inventory inventory, List<Integer> unschedulable) {
    static final int MOST_HOSTS = 1_000_000;

    /** @throws UsageException if it can't be read, or says what no inventory says; with line and column */
    public static InventoryFile read(String file) throws IOException {
        var words = new FileWords(file, "list of hosts");
        YamlNode root = YamlReader.read(words, FileText.read(Path.of(file), words))
                .orElseThrow(() -> words.wrong("is empty: an inventory has "
                        + String.join(", ", InventoryShape.ROOT.keys().keySet())));
        new ShapeCheck(words).check(root, InventoryShape.ROOT, InventoryShape.PATH);
        return new Reading(words).all((Items) field((Fields) root, "hosts"));
    }

    private static YamlNode field(Fields mapping, String name) {
        Field field = mapping.fields().get(name);
        if (field == null) {
            throw new IllegalStateException(name + " was checked to be there");
        }
        return field.value();
    }

    private static final class Reading {
        private final FileWords words;
        private final List<Host> hosts = new ArrayList<>();
        private final List<Integer> unschedulable = new ArrayList<>();
        private final Map<String, Place> names = new HashMap<>();

        private Reading(FileWords words) {
            this.words = words;
        }

        private InventoryFile all(Items items) {
            for (YamlNode item : items.items()) {
                add((Fields) item);
            }
            return new InventoryFile(new Inventory(hosts), unschedulable);
        }

        private void add(Fields fields) {
            var entry = new HostEntry(words, fields);
            Scalar name = (Scalar) field(fields, "name");
            Host alike = entry.host(name.text());
            for (String each : names(name)) {
                Place earlier = names.put(each, name.at());
                if (earlier != null) {
                    throw words.wrong(
                            name.at(),
                            each + " is there a second time, the first is in line " + earlier.line() + ": leave one");
                }
                if (entry.isUnschedulable()) {
                    unschedulable.add(hosts.size());
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
            var names = new ArrayList<String>();
            for (int number = first; number <= last; number++) {
                String digits = ("%0" + ends[0].length() + "d").formatted(number);
                names.add(name.text().substring(0, open) + digits + name.text().substring(close + 1));
            }
            return names;
        }
    }
}

package dev.weft.launcher.jobfile;

import static dev.weft.launcher.jobfile.Key.group;
import static dev.weft.launcher.jobfile.Key.of;
import static dev.weft.launcher.jobfile.Shape.Value.text;
import static dev.weft.launcher.jobfile.Shape.Value.truth;
import static dev.weft.launcher.jobfile.Shape.Value.whole;
import static dev.weft.launcher.jobfile.Shape.Value.words;

import dev.weft.launcher.jobfile.Shape.Keys;
import dev.weft.launcher.jobfile.Shape.ListOf;
import dev.weft.launcher.jobfile.Shape.Named;
import dev.weft.launcher.jobfile.Shape.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All keys that an inventory may have. */
final class InventoryShape {
    static final KeyPath PATH = KeyPath.root("an inventory");
    static final String KIND = "Inventory";

    private static final String WORD = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
    private static final Value PLACE = text(WORD, "letters, digits, '.', '-' and '_', 63 at most");
    private static final Value NUMBERS = text(
                    "[0-9]{1,4}(-[0-9]{1,4})?(,[0-9]{1,4}(-[0-9]{1,4})?)*", "numbers, e.g. 0-7,16-23")
            .or(ScalarKind.WHOLE, "0");

    static final Keys NUMA_NODE = keys(
            key("cores", NUMBERS, "The numbers of its cores, e.g. 0-15.").always(),
            key("gpus", NUMBERS, "The numbers of the GPUs that hang on it, e.g. 0-3."));

    static final Keys GPUS = keys(
            key("count", whole(1), "How many.").always(),
            key(
                    "links",
                    text("(?i)NV[1-9][0-9]?|PIX|PXB|PHB|NODE|SYS", "NV1, NV2 and so on, PIX, PXB, PHB, NODE or SYS"),
                    "How every two are joined, as nvidia-smi topo -m names it."),
            key(
                    "matrix",
                    new ListOf(text("a row, e.g. X NV12 SYS")),
                    "How each is joined with each: the rows that nvidia-smi topo -m prints."),
            key("unhealthy", NUMBERS, "The numbers of those that no rank is to get."));

    static final Keys HOST = keys(
            key(
                            "name",
                            text(
                                    "[A-Za-z0-9_][A-Za-z0-9._:@%-]*(\\[[0-9]{1,6}-[0-9]{1,6}\\][A-Za-z0-9._-]*)?"
                                            + "|\\[[0-9]{1,6}-[0-9]{1,6}\\][A-Za-z0-9._-]*",
                                    "a name, or several at once: node-[01-16]"),
                            "What the host is called, and ssh reaches it by; node-[01-16] stands for sixteen that are alike.")
                    .always(),
            key(
                    "address",
                    text("[0-9A-Za-z.:%_-]+", "an address"),
                    "At which the other hosts reach it, if not where ssh does."),
            key("slots", whole(1), "How many workers it takes; 1 if it has no cpu, else as many as there is cpu for."),
            key("zone", PLACE, "The part of the cell that it is in."),
            key("rack", PLACE, "The rack that it is in, within its zone."),
            key(
                    "labels",
                    new Named(Set.of(ScalarKind.TEXT), false, Map.of(), "text; quote numbers, true and false"),
                    "What a nodeSelector can ask for."),
            key("preemptible", truth(), "Whether it may be taken away: only preemptible ranks go there."),
            key("unschedulable", truth(), "Whether it takes no ranks."),
            key(
                    "cpu",
                    text("[1-9][0-9]{0,8}m|(?![0.]+$)[0-9]{1,6}(\\.[0-9]{1,3})?", "cores, e.g. 32 or 31500m")
                            .or(ScalarKind.NUMBER, "0.001"),
                    "Cores for ranks, e.g. 32 or 31500m; not counted if it is not said."),
            key(
                    "memory",
                    text("[1-9][0-9]{0,6}(Mi|Gi)", "a size with Mi or Gi, e.g. 256Gi"),
                    "Memory for ranks; not counted if it is not said."),
            key("numaNodes", whole(1), "How many NUMA nodes, if each has as many cores and GPUs."),
            group("numa", new ListOf(NUMA_NODE), "Its NUMA nodes."),
            group("gpus", GPUS, "Its GPUs."));

    static final Keys ROOT = keys(
            key("apiVersion", words(JobShape.API_VERSION), "The format, and its version.")
                    .always(),
            key("kind", words(KIND), "What the file describes.").always(),
            group("hosts", new ListOf(HOST), "The hosts.").always());

    private InventoryShape() {}

    /** Whether a host has a key of this name that holds one value. */
    static boolean isSimple(String name) {
        Key key = HOST.keys().get(name);
        return key != null && key.shape() instanceof Value;
    }

    /** Whether that value can only be text. */
    static boolean isText(String name) {
        Key key = HOST.keys().get(name);
        return key != null
                && key.shape() instanceof Value value
                && value.kinds().equals(Set.of(ScalarKind.TEXT));
    }

    private static Key key(String name, Shape shape, String meaning) {
        return of(name, name, shape, meaning);
    }

    private static Keys keys(Key... keys) {
        var all = new LinkedHashMap<String, Key>();
        for (Key key : keys) {
            all.put(key.name(), key);
        }
        return new Keys(all, List.of());
    }
}

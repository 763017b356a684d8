package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.launcher.jobfile.YamlNode.Items;
import dev.weft.launcher.jobfile.YamlNode.Scalar;
import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.GpuLinks;
import dev.weft.scheduler.Host;
import dev.weft.scheduler.LinkClass;
import dev.weft.scheduler.NumaNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A host of an inventory whose shape was checked: whether its parts go together, and what they make. */
final class HostEntry {
    private static final int MOST_CORES = 4096;
    private static final int MOST_GPUS = 64;

    private final FileWords words;
    private final Fields fields;
    private final int cpuMillis;
    private final int gpuCount;

    HostEntry(FileWords words, Fields fields) {
        this.words = words;
        this.fields = fields;
        this.cpuMillis = cpuMillis();
        this.gpuCount = gpuCount();
    }

    Host host(String name) {
        return new Host(
                name,
                text("address").orElse(""),
                text("zone").orElse(""),
                text("rack").orElse(""),
                labels(),
                isTrue("preemptible"),
                isTrue("unschedulable"),
                slots(),
                cpuMillis,
                memoryMiB(),
                numa(),
                links(),
                ~unhealthy());
    }

    private Optional<Scalar> scalar(Fields mapping, String key) {
        return Optional.ofNullable(mapping.fields().get(key)).map(Field::value).map(Scalar.class::cast);
    }

    private Optional<String> text(String key) {
        return scalar(fields, key).map(Scalar::text);
    }

    private boolean isTrue(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    private Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        text("zone").ifPresent(zone -> labels.put("zone", zone));
        text("rack").ifPresent(rack -> labels.put("rack", rack));
        Field field = fields.fields().get("labels");
        if (field != null) {
            ((Fields) field.value())
                    .fields()
                    .forEach((name, value) -> labels.put(name, ((Scalar) value.value()).text()));
        }
        return labels;
    }

    /** Whoever says how much cpu there is has said how many workers there is room for. */
    private int slots() {
        int usual = cpuMillis == Host.UNCOUNTED ? 1 : Host.UNCOUNTED;
        return text("slots").map(Integer::parseInt).orElse(usual);
    }

    // ---- amounts

    private int cpuMillis() {
        return scalar(fields, "cpu").map(this::cpuMillis).orElse(Host.UNCOUNTED);
    }

    private int cpuMillis(Scalar cpu) {
        String text = cpu.text();
        BigDecimal millis = text.endsWith("m")
                ? new BigDecimal(text.substring(0, text.length() - 1))
                : new BigDecimal(text).movePointRight(3).setScale(0, RoundingMode.DOWN);
        if (millis.compareTo(BigDecimal.valueOf(MOST_CORES * 1000L)) > 0) {
            throw words.wrong(cpu.at(), "cpu=" + text + " > " + MOST_CORES + ": no host has so many cores");
        }
        return millis.intValueExact();
    }

    private int memoryMiB() {
        return scalar(fields, "memory").map(this::memoryMiB).orElse(Host.UNCOUNTED);
    }

    private int memoryMiB(Scalar memory) {
        String text = memory.text();
        long number = Long.parseLong(text.substring(0, text.length() - 2));
        long mebibytes = text.endsWith("Gi") ? number << 10 : number;
        if (mebibytes > Integer.MAX_VALUE) {
            throw words.wrong(memory.at(), "memory=" + text + ": no host has so much");
        }
        return (int) mebibytes;
    }

    // ---- cores

    private List<NumaNode> numa() {
        Field listed = fields.fields().get("numa");
        Optional<Scalar> count = scalar(fields, "numaNodes");
        if (listed != null && count.isPresent()) {
            throw words.wrong(listed.at(), "numa and numaNodes say the same in two ways: leave one");
        }
        if (listed != null) {
            return listed((Items) listed.value());
        }
        return count.map(said -> even(Integer.parseInt(said.text()), said)).orElse(List.of());
    }

    private List<NumaNode> even(int nodes, Scalar said) {
        if (cpuMillis == Host.UNCOUNTED) {
            throw words.wrong(said.at(), "numaNodes=" + nodes + " of a host without cpu: say how many cores it has");
        }
        int cores = cpuMillis / 1000;
        if (cores % nodes != 0 || gpuCount % nodes != 0) {
            throw words.wrong(
                    said.at(),
                    "numaNodes=%d: cpu=%d and %d GPUs don't part evenly; describe each node under numa"
                            .formatted(nodes, cores, gpuCount));
        }
        int gpus = gpuCount / nodes;
        return IntStream.range(0, nodes)
                .mapToObj(node -> new NumaNode(
                        node,
                        CoreSet.range(node * (cores / nodes), (node + 1) * (cores / nodes) - 1),
                        bits(IntStream.range(node * gpus, (node + 1) * gpus).toArray())))
                .toList();
    }

    private List<NumaNode> listed(Items items) {
        var nodes = new ArrayList<NumaNode>();
        CoreSet all = CoreSet.NONE;
        for (YamlNode item : items.items()) {
            Fields node = (Fields) item;
            Scalar listed = scalar(node, "cores").orElseThrow();
            CoreSet cores = CoreSet.of(numbers(listed, "cores", MOST_CORES));
            if (all.intersects(cores)) {
                throw words.wrong(
                        listed.at(), "cores=" + listed.text() + ": some are another node's, too; list each core once");
            }
            all = all.plus(cores);
            long gpus = scalar(node, "gpus")
                    .map(its -> bits(numbers(its, "gpus", gpuCount)))
                    .orElse(0L);
            nodes.add(new NumaNode(nodes.size(), cores, gpus));
        }
        return nodes;
    }

    // ---- GPUs

    private Optional<Fields> gpus() {
        return Optional.ofNullable(fields.fields().get("gpus"))
                .map(Field::value)
                .map(Fields.class::cast);
    }

    private int gpuCount() {
        Optional<Scalar> count = gpus().flatMap(its -> scalar(its, "count"));
        int number = count.map(Scalar::text).map(Integer::parseInt).orElse(0);
        if (number > MOST_GPUS) {
            throw words.wrong(
                    count.orElseThrow().at(), "count=" + number + " > " + MOST_GPUS + ": no host has so many GPUs");
        }
        return number;
    }

    private long unhealthy() {
        return gpus().flatMap(its -> scalar(its, "unhealthy"))
                .map(its -> bits(numbers(its, "unhealthy", gpuCount)))
                .orElse(0L);
    }

    private GpuLinks links() {
        if (gpus().isEmpty()) {
            return GpuLinks.NONE;
        }
        Optional<Scalar> uniform = gpus().flatMap(its -> scalar(its, "links"));
        Field matrix = gpus().get().fields().get("matrix");
        if (matrix == null) {
            String all = uniform.map(Scalar::text).orElse("SYS");
            return GpuLinks.uniform(gpuCount, LinkClass.weight(all).orElseThrow());
        }
        if (uniform.isPresent()) {
            throw words.wrong(matrix.at(), "matrix and links say the same in two ways: leave one");
        }
        return matrix((Items) matrix.value(), matrix.at());
    }

    private GpuLinks matrix(Items rows, Place at) {
        if (rows.items().size() != gpuCount) {
            throw words.wrong(
                    at,
                    "matrix has rows=%d for count=%d: give one row for each"
                            .formatted(rows.items().size(), gpuCount));
        }
        var weights = new int[gpuCount][];
        for (int gpu = 0; gpu < gpuCount; gpu++) {
            weights[gpu] = row((Scalar) rows.items().get(gpu), gpu);
        }
        try {
            return GpuLinks.of(weights);
        } catch (IllegalArgumentException uneven) {
            throw words.wrong(at, "matrix: " + uneven.getMessage(), uneven);
        }
    }

    /** {@code GPU0 X NV12 SYS SYS}; the name in front may be missing, what follows the links is not read. */
    private int[] row(Scalar row, int gpu) {
        List<String> cells = new ArrayList<>(List.of(row.text().strip().split("\\s+", -1)));
        if (cells.getFirst().toUpperCase(Locale.ROOT).startsWith("GPU")) {
            cells.removeFirst();
        }
        if (cells.size() < gpuCount) {
            throw words.wrong(
                    row.at(),
                    "row %d has %d links for %d GPUs: give one for each, X for itself"
                            .formatted(gpu, cells.size(), gpuCount));
        }
        var weights = new int[gpuCount];
        for (int other = 0; other < gpuCount; other++) {
            String cell = cells.get(other);
            if (other != gpu) {
                weights[other] = LinkClass.weight(cell)
                        .orElseThrow(() -> words.wrong(
                                row.at(), cell + " is no link: give NV1, NV2 and so on, PIX, PXB, PHB, NODE or SYS"));
            } else if (!cell.equalsIgnoreCase("X")) {
                throw words.wrong(row.at(), "row %d has %s where X stands for itself".formatted(gpu, cell));
            }
        }
        return weights;
    }

    // ---- lists of numbers

    private static long bits(int... numbers) {
        long bits = 0;
        for (int number : numbers) {
            bits |= 1L << number;
        }
        return bits;
    }

    /** {@code 0-3,8}. */
    private int[] numbers(Scalar list, String key, int count) {
        var numbers = IntStream.builder();
        for (String run : list.text().split(",", -1)) {
            String[] ends = run.split("-", -1);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first || last >= count) {
                throw words.wrong(
                        list.at(),
                        key + "=" + list.text() + ": "
                                + (last < first
                                        ? "give the smaller number first"
                                        : "there are none beyond " + (count - 1)));
            }
            IntStream.rangeClosed(first, last).forEach(numbers::add);
        }
        return numbers.build().toArray();
    }
}

package dev.weft.runtime.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The GPUs of a host, and how they are connected.
 *
 * @param driver its version; empty if there is none
 * @param links by the places of two GPUs in {@code gpus}
 * @param problems what was found besides: a sentence each
 */
public record GpuInventory(String driver, List<Gpu> gpus, List<List<GpuLink>> links, List<String> problems) {
    /** Of a host without NVIDIA's driver. */
    public static final GpuInventory NONE = new GpuInventory("", List.of(), List.of(), List.of());

    public GpuInventory {
        gpus = List.copyOf(gpus);
        links = links.stream().map(List::copyOf).toList();
        problems = List.copyOf(problems);
    }

    static GpuInventory broken(String problem) {
        return new GpuInventory("", List.of(), List.of(), List.of(problem));
    }

    /** Those for which the condition holds. */
    public GpuInventory only(Predicate<Gpu> condition) {
        return at(IntStream.range(0, gpus.size())
                .filter(i -> condition.test(gpus.get(i)))
                .boxed()
                .toList());
    }

    private GpuInventory at(List<Integer> places) {
        return new GpuInventory(
                driver,
                places.stream().map(gpus::get).toList(),
                places.stream()
                        .map(row -> places.stream().map(links.get(row)::get).toList())
                        .toList(),
                problems);
    }

    /**
     * Those that a list of visible devices names, in its order: by index, or by UUID or the beginning of one. As for CUDA, the first word
     * that names none ends the list.
     *
     * @param devices as in the environment variable {@code CUDA_VISIBLE_DEVICES}
     */
    public GpuInventory visible(String devices) {
        var places = new ArrayList<Integer>();
        for (String word : devices.split(",", -1)) {
            int place = place(word.strip());
            if (place < 0 || places.contains(place)) {
                break;
            }
            places.add(place);
        }
        return at(places);
    }

    private int place(String word) {
        boolean number = !word.isEmpty() && word.length() < 4 && word.chars().allMatch(Character::isDigit);
        for (int i = 0; i < gpus.size(); i++) {
            Gpu gpu = gpus.get(i);
            if (number && gpu.index() == Integer.parseInt(word)
                    || word.length() > "GPU-".length() && gpu.uuid().startsWith(word)) {
                return i;
            }
        }
        return -1;
    }

    /** The {@link GpuLink#weight} of each link, by the places of two GPUs; where the two ends say different things, the worse. */
    public int[][] weights() {
        var weights = new int[gpus.size()][gpus.size()];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                weights[i][j] = Math.min(
                        links.get(i).get(j).weight(), links.get(j).get(i).weight());
            }
        }
        return weights;
    }

    /** For people: the driver, the GPUs, their links as a table, the problems. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        if (!driver.isEmpty()) {
            lines.add("NVIDIA driver " + driver + ", GPUs: " + gpus.size());
        }
        gpus.forEach(gpu -> lines.add(gpu.toString()));
        for (int i = 0; i < gpus.size() && gpus.size() > 1; i++) {
            lines.add(links.get(i).stream()
                    .map(link -> String.format("%-4s", link))
                    .collect(Collectors.joining(
                            " ", "links of GPU " + gpus.get(i).index() + ": ", ""))
                    .strip());
        }
        lines.addAll(problems);
        return lines;
    }
}

package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Amounts as people read them. */
final class Words {
    private Words() {}

    static String count(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? thing : thing + "s");
    }

    static String cpu(long millis) {
        return millis % 1000 == 0
                ? String.format(Locale.ROOT, "%,d cpu", millis / 1000)
                : String.format(Locale.ROOT, "%,d.%s cpu", millis / 1000, tail(millis % 1000));
    }

    private static String tail(long thousandths) {
        return String.format(Locale.ROOT, "%03d", thousandths).replaceFirst("0+$", "");
    }

    static String memory(long mebibytes) {
        return mebibytes % 1024 == 0
                ? String.format(Locale.ROOT, "%,d GiB", mebibytes / 1024)
                : String.format(Locale.ROOT, "%,d MiB", mebibytes);
    }

    /** What each rank asks for. */
    static String need(Demand each) {
        var parts = new ArrayList<String>();
        if (each.cpuMillis() > 0) {
            parts.add(cpu(each.cpuMillis()) + (each.pinning() == Pinning.NONE ? "" : " of its own"));
        }
        if (each.memoryMiB() > 0) {
            parts.add(memory(each.memoryMiB()));
        }
        if (each.gpus() > 0) {
            parts.add(count(each.gpus(), "GPU"));
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    /** {@code a, b and c}; of many the first three. */
    static String list(List<String> words) {
        return list(words, "and");
    }

    /** {@code any of a, b or c}. */
    static String anyOf(List<String> words) {
        return words.size() == 1 ? words.getFirst() : "any of " + list(words, "or");
    }

    private static String list(List<String> words, String before) {
        var shown = new ArrayList<>(words.size() <= 4 ? words : words.subList(0, 3));
        if (shown.size() < words.size()) {
            shown.add(words.size() - shown.size() + " more");
        }
        String last = shown.removeLast();
        return shown.isEmpty() ? last : String.join(", ", shown) + " " + before + " " + last;
    }
}

package dev.weft.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Says what a gang that fits nowhere lacks, and where: what comes nearest first. */
final class Lack {
    private final CellState state;
    private final Inventory inventory;
    private final Gang gang;
    private final boolean comparedAll;

    Lack(CellState state, Gang gang, boolean comparedAll) {
        this.state = state;
        this.inventory = state.inventory();
        this.gang = gang;
        this.comparedAll = comparedAll;
    }

    List<String> sentences() {
        if (inventory.size() == 0) {
            return List.of("the inventory has no hosts");
        }
        int[] all = inventory.domains(Level.CELL).getFirst();
        return ofOperators(all, "the inventory").or(this::ofDomains).orElseGet(this::together);
    }

    /** Of the first operator that hasn't room by itself. */
    private Optional<List<String>> ofOperators(int[] hosts, String where) {
        for (Group group : gang.groups()) {
            var missing = new Missing(state, group, hosts);
            if (missing.isAny()) {
                return Optional.of(missing.sentences(where));
            }
        }
        return Optional.empty();
    }

    /** Of the domain that has most room, where one must hold all. */
    private Optional<List<String>> ofDomains() {
        if (gang.farthest() == Level.CELL) {
            return Optional.empty();
        }
        String level = gang.farthest().name().toLowerCase(Locale.ROOT);
        int[] nearest = inventory.domains(gang.farthest()).stream()
                .max(Comparator.comparingLong(this::ranks))
                .orElseThrow();
        String name = inventory.domainName(gang.farthest(), nearest[0]);
        var sentences = new ArrayList<String>();
        sentences.add("all ranks must be " + (gang.farthest() == Level.HOST ? "on" : "in") + " one " + level
                + " (topology required), and none has room for all; nearest is " + name);
        ofOperators(nearest, name).ifPresentOrElse(sentences::addAll, () -> sentences.addAll(sums(nearest, name)));
        return Optional.of(sentences);
    }

    private long ranks(int[] hosts) {
        return gang.groups().stream()
                .mapToLong(group -> new Missing(state, group, hosts).ranksWithRoom())
                .sum();
    }

    private List<String> together() {
        int[] all = inventory.domains(Level.CELL).getFirst();
        return sums(all, "the inventory");
    }

    /** Where each operator has room by itself. */
    private List<String> sums(int[] hosts, String where) {
        var sentences = new ArrayList<String>();
        sentences.add("each operator has room by itself, but not all together");
        add(sentences, where, "slot", gang.units(), free(hosts, state::freeSlots));
        add(sentences, where, "cpu", sum(each -> each.cpuMillis()), free(hosts, state::freeCpuMillis));
        add(sentences, where, "memory", sum(each -> each.memoryMiB()), free(hosts, state::freeMemoryMiB));
        add(
                sentences,
                where,
                "GPU",
                sum(each -> each.gpus()),
                free(hosts, host -> Long.bitCount(state.freeGpus(host))));
        if (sentences.size() == 1) {
            sentences.add(
                    comparedAll
                            ? "what is free lies so that no way of laying them out works: take smaller workers"
                            : "the rule found no way to lay them out (all ways are compared only where few hosts have room)");
        }
        return sentences;
    }

    private interface Part {
        long of(Demand each);
    }

    private long sum(Part part) {
        return gang.groups().stream()
                .mapToLong(group -> group.ranks() * part.of(group.eachRank()))
                .sum();
    }

    private static long free(int[] hosts, IntToLongFunction free) {
        return Arrays.stream(hosts).mapToLong(free).sum();
    }

    private static void add(List<String> sentences, String where, String what, long needed, long free) {
        if (needed > free) {
            sentences.add("%s: all ask for %s, %s has %s free"
                    .formatted(what, amount(what, needed), where, amount(what, free)));
        }
    }

    private static String amount(String what, long amount) {
        return switch (what) {
            case "cpu" -> Words.cpu(amount);
            case "memory" -> Words.memory(amount);
            default -> Words.count(amount, what);
        };
    }
}

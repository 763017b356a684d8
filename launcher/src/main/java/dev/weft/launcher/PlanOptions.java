package dev.weft.launcher;

import dev.weft.launcher.jobfile.JobFile;
import dev.weft.launcher.jobfile.Said;
import dev.weft.launcher.spelling.Spelling;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Demand;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Group;
import dev.weft.scheduler.Level;
import dev.weft.scheduler.Pinning;
import dev.weft.scheduler.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code weft plan} was given: a job, by a file or by options, as a gang to place. */
final class PlanOptions {
    private static final Pattern CPU = Pattern.compile("[1-9][0-9]{0,8}m|(?![0.]+$)[0-9]{1,6}(\\.[0-9]{1,3})?");
    private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,6}[mMgG]i?");
    private static final String NAMELESS = "job";
    private static final int CORE_MILLIS = 1000;

    private PlanOptions() {}

    static Gang gang(Given given) throws IOException {
        RunWords words = RunWords.of(asRunWords(given));
        String name = words.job().text("metadata.name").orElseGet(() -> name(given));
        List<OperatorOptions> operators =
                OperatorOptions.all(words, name, WorkerOptions.of(words.job(), words.workers()));
        Pinning pinning = given.text("--pin").map(PlanOptions::pinning).orElse(Pinning.NONE);
        var groups = new ArrayList<Group>();
        for (int i = 0; i < operators.size(); i++) {
            groups.add(group(operators.get(i), words.operators().get(i), operators.size() == 1, pinning));
        }
        return new Gang(
                name,
                groups,
                given.text("--strategy").map(PlanOptions::strategy).orElse(Strategy.PACK),
                given.text("--required").map(level -> level("--required", level)),
                given.text("--preferred").map(level -> level("--preferred", level)),
                given.text("--coordinator"));
    }

    private static String name(Given given) {
        return given.parameter(0).orElse(NAMELESS);
    }

    /** @param alone whether it is the job's only operator; one of several may have ranks on some of the job's workers alone */
    private static Group group(OperatorOptions operator, Given given, boolean alone, Pinning pinning) {
        int workers = operator.workers().orElse(0);
        if (alone && workers > operator.ranks()) {
            throw new UsageException(given.name("--workers") + "=" + workers + " > ranks=" + operator.ranks()
                    + ": give at least one rank for each worker");
        }
        try {
            Demand demand = demand(operator, given, pinning);
            return new Group(operator.name(), operator.ranks(), Math.min(workers, operator.ranks()), demand);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("operator " + operator.name() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Demand demand(OperatorOptions operator, Given given, Pinning pinning) {
        int cpuMillis = operator.resources()
                .cpuMillis()
                .orElseGet(() -> CORE_MILLIS * given.number("--threads", 1).orElse(1));
        return new Demand(
                cpuMillis,
                Math.toIntExact(operator.resources().memoryMebibytes().orElse(0L)),
                Math.ceilDiv(operator.resources().gpuMilli(), 1000),
                operator.nodeSelector(),
                operator.preemptible(),
                pinning);
    }

    // ---- words

    /** In the words that a job file's keys have: of each rank, not of a process. */
    private static Given asRunWords(Given given) {
        var words = new LinkedHashMap<String, List<Said>>();
        words.put("0", List.of(new Said("", name(given))));
        for (String option : List.of("--ranks", "--workers")) {
            copy(given, option, words, option);
        }
        copy(given, "--cpu", words, "cpu");
        copy(given, "--gpus", words, "--gpus");
        copy(given, "--select", words, "nodeSelector");
        given.said("--cpu").ifPresent(cpu -> require(cpu, CPU, "give cores, e.g. 2, 0.5 or 500m"));
        given.said("--memory").ifPresent(memory -> {
            require(memory, MEMORY, "give a number with m or g, e.g. 16g");
            String text = memory.text().toUpperCase(Locale.ROOT);
            String size = text.endsWith("I") ? text.substring(0, text.length() - 1) : text;
            words.put("--memory", List.of(new Said(memory.name(), size + "i")));
        });
        if (given.has("--preemptible")) {
            words.put("preemptible", List.of(new Said("--preemptible", "true")));
        }
        requireFile(given, words);
        return new Given(words, Optional.empty());
    }

    private static void copy(Given from, String option, Map<String, List<Said>> to, String name) {
        if (from.has(option)) {
            to.put(name, from.all(option));
        }
    }

    private static void require(Said said, Pattern pattern, String remedy) {
        if (!pattern.matcher(said.text()).matches()) {
            throw new UsageException(said.name() + "=" + said.text() + " can't be used: " + remedy);
        }
    }

    /** Whoever gives nothing but an inventory has forgotten the job. */
    private static void requireFile(Given given, Map<String, List<Said>> words) {
        boolean file = given.parameter(0).filter(JobFile::isNamed).isPresent();
        if (!file && words.size() == 1) {
            throw new UsageException("there is nothing to place: name a job file, or give --ranks N");
        }
    }

    private static Pinning pinning(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "cores" -> Pinning.CORES;
            case "numa" -> Pinning.NUMA;
            default -> throw unknown("--pin", word, "cores", "numa");
        };
    }

    private static Strategy strategy(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "pack" -> Strategy.PACK;
            case "spread" -> Strategy.SPREAD;
            default -> throw unknown("--strategy", word, "pack", "spread");
        };
    }

    private static Level level(String option, String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "host" -> Level.HOST;
            case "rack" -> Level.RACK;
            case "zone" -> Level.ZONE;
            default -> throw unknown(option, word, "host", "rack", "zone");
        };
    }

    private static UsageException unknown(String option, String word, String... words) {
        return new UsageException(option + "=" + word + " is unknown" + Spelling.hint(word, List.of(words)) + ": give "
                + String.join(" or ", words));
    }
}

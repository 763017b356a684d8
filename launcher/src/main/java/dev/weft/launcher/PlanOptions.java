package dev.weft.launcher;

import dev.weft.launcher.jobfile.JobFile;
import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.Hosts;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Host;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code weft plan} was given: a job, by a file or by options, as gangs to place, just as {@code weft run} would place them.
 *
 * @param gangs one for each of the job's parts that run one after another
 * @param file of the hosts
 * @param spares more workers
 */
record PlanOptions(List<Gang> gangs, int spares, String file, List<Host> hosts) {
    private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,6}[mMgG]i?");
    private static final String NAMELESS = "job";
    private static final List<String> AS_THEY_ARE = List.of(
            "--ranks",
            "--workers",
            "--spares",
            "--cpu",
            "--gpus",
            "--select",
            "--preemptible",
            "--pin",
            "--strategy",
            "--required",
            "--preferred",
            "--coordinator");

    static PlanOptions of(Given given) throws IOException {
        RunWords words = RunWords.of(asRunWords(given));
        String file = words.job()
                .text("--hosts")
                .orElseThrow(() -> new UsageException(
                        "--inventory is missing: name a file that describes the hosts (docs/plan.md)"));
        String name = words.job().text("metadata.name").orElseGet(() -> name(given));
        Optional<WorkerOptions> workers = WorkerOptions.of(words);
        List<OperatorOptions> operators = OperatorOptions.all(words, name, workers);
        OperatorOptions.requireRanks(operators, words);
        Hosts hosts = WorkerOptions.hosts(words.job());
        List<Gang> gangs = OperatorOptions.stages(operators).stream()
                .map(stage -> hosts.placing()
                        .gang(name, stage.stream().map(OperatorOptions::group).toList()))
                .toList();
        return new PlanOptions(gangs, workers.map(WorkerOptions::spares).orElse(0), file, hosts.all());
    }

    private static String name(Given given) {
        return given.parameter(0).orElse(NAMELESS);
    }

    /** In the words that a job file's keys have: of each rank, not of a process. */
    private static Given asRunWords(Given given) {
        var words = new LinkedHashMap<String, List<Said>>();
        words.put("0", List.of(new Said("", name(given))));
        AS_THEY_ARE.forEach(option -> copy(given, option, words));
        given.said("--inventory").ifPresent(file -> words.put("--hosts", List.of(file)));
        given.said("--memory").ifPresent(memory -> words.put("--memory", List.of(ofEachRank(memory))));
        requireFile(given, words);
        return new Given(words, Optional.empty());
    }

    private static void copy(Given from, String option, Map<String, List<Said>> to) {
        if (from.has(option)) {
            to.put(option, from.all(option));
        }
    }

    private static Said ofEachRank(Said memory) {
        if (!MEMORY.matcher(memory.text()).matches()) {
            throw new UsageException(
                    memory.name() + "=" + memory.text() + " can't be used: give a number with m or g, e.g. 16g");
        }
        String text = memory.text().toUpperCase(Locale.ROOT);
        String size = text.endsWith("I") ? text.substring(0, text.length() - 1) : text;
        return new Said(memory.name(), size + "i");
    }

    /** Whoever gives nothing but an inventory has forgotten the job. */
    private static void requireFile(Given given, Map<String, List<Said>> words) {
        boolean file = given.parameter(0).filter(JobFile::isNamed).isPresent();
        if (!file && words.size() == (given.has("--inventory") ? 2 : 1)) {
            throw new UsageException("there is nothing to place: name a job file, or give --ranks N");
        }
    }
}

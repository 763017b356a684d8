package dev.weft.launcher;

import dev.weft.launcher.jobfile.JobFile;
import dev.weft.launcher.jobfile.Said;
import dev.weft.launcher.jobfile.YamlText;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Placing;
import dev.weft.scheduler.Demand;
import dev.weft.scheduler.Pinning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The job file that says what options say, all defaults written out; paths are absolute, so that it means the same wherever it lies. */
record JobFileText(RunOptions options) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);
    /** Arguments with keys of their own, by these; those that name files, and those that are true or false. */
    private static final Map<String, String> INPUT = Map.of(
            "graph", "graph",
            "vertices", "vertices",
            "directed", "directed",
            "weighted", "weighted",
            "columns", "columns",
            "bad-lines", "badLines",
            "duplicates", "duplicates",
            "self-loops", "selfLoops");

    private static final Set<String> FILES = Set.of("graph", "vertices");
    private static final Set<String> TRUTHS = Set.of("directed", "weighted");

    @Override
    public String toString() {
        var yaml = new YamlText();
        yaml.put("apiVersion", JobFile.API_VERSION).put("kind", JobFile.KIND);
        yaml.begin("metadata").put("name", options.job()).end();
        yaml.begin("spec");
        options.priorityClass().ifPresent(name -> yaml.put("priorityClass", name));
        options.deadline().map(Duration::toSeconds).ifPresent(time -> yaml.put("activeDeadlineSeconds", time));
        options.workers().ifPresent(workers -> workers(workers, yaml));
        placement(options.placing(), yaml);
        if (!options.faults().all().isEmpty()) {
            yaml.putList(
                    "inject",
                    options.faults().all().stream().map(Fault::toString).toList());
        }
        options.checkpoint().ifPresent(saved -> checkpoint(saved, yaml));
        yaml.begin("operators");
        options.operators().forEach(operator -> operator(operator, yaml));
        yaml.end();
        outputs(options.outputs(), yaml);
        yaml.begin("logging");
        options.logLevel().ifPresent(level -> yaml.put("level", level.word()));
        yaml.put("quiet", options.quiet()).end();
        return yaml.toString();
    }

    private static void workers(WorkerOptions workers, YamlText yaml) {
        workers.hostFile().ifPresent(file -> yaml.put("hosts", absolute(file.toString())));
        yaml.put("backoffLimit", workers.limits().restarts());
        yaml.put("startTimeoutSeconds", workers.limits().startTimeout().toSeconds());
        yaml.put("onLoss", workers.onLoss().name().toLowerCase(Locale.ROOT));
        yaml.put("shares", workers.sharing().name().toLowerCase(Locale.ROOT));
        yaml.put("spares", workers.spares());
        yaml.put("transport", workers.transport().name().toLowerCase(Locale.ROOT));
    }

    private static void placement(Placing placing, YamlText yaml) {
        if (placing.equals(Placing.DEFAULT)) {
            return;
        }
        yaml.begin("placement");
        yaml.put("strategy", placing.strategy().name().toLowerCase(Locale.ROOT));
        placing.required().ifPresent(level -> yaml.put("required", level.name().toLowerCase(Locale.ROOT)));
        placing.preferred()
                .ifPresent(level -> yaml.put("preferred", level.name().toLowerCase(Locale.ROOT)));
        placing.coordinator().ifPresent(host -> yaml.put("coordinator", host));
        yaml.end();
    }

    private static void checkpoint(CheckpointSpec saved, YamlText yaml) {
        yaml.begin("checkpoint").put("uri", absolute(saved.address()));
        yaml.putAsItLooks("every", saved.interval().toString());
        yaml.put("optional", saved.optional());
        saved.resume().ifPresent(job -> yaml.put("resume", job));
        yaml.end();
    }

    private static void operator(OperatorOptions operator, YamlText yaml) {
        yaml.beginItem().put("name", operator.name());
        operator.program()
                .map(Said::text)
                .ifPresent(
                        program -> yaml.put("program", ProgramSource.isNamed(program) ? absolute(program) : program));
        if (!operator.command().isEmpty()) {
            yaml.putList("command", operator.command());
        }
        operator.workingDir().ifPresent(folder -> yaml.put("workingDir", absolute(folder)));
        if (!operator.dependsOn().isEmpty()) {
            yaml.putList("dependsOn", operator.dependsOn());
        }
        operator.jar().ifPresent(jar -> yaml.put("jar", absolute(jar.text())));
        args(operator.args(), yaml);
        yaml.put("ranks", operator.ranks());
        operator.workers().ifPresent(count -> yaml.put("workers", count));
        if (operator.threads() > 0) {
            yaml.put("threads", operator.threads());
        }
        resources(operator.resources(), yaml);
        Demand demand = operator.demand();
        if (!demand.nodeSelector().isEmpty()) {
            yaml.begin("nodeSelector");
            new TreeMap<>(demand.nodeSelector()).forEach(yaml::put);
            yaml.end();
        }
        yaml.put("preemptible", demand.preemptible());
        if (demand.pinning() != Pinning.NONE) {
            yaml.put("pinning", demand.pinning().name().toLowerCase(Locale.ROOT));
        }
        yaml.end();
    }

    private static void args(Map<String, String> args, YamlText yaml) {
        var sorted = new TreeMap<>(args);
        if (sorted.keySet().stream().anyMatch(INPUT::containsKey)) {
            yaml.begin("input");
            sorted.forEach((name, value) -> input(name, value, yaml));
            yaml.end();
        }
        if (!INPUT.keySet().containsAll(sorted.keySet())) {
            yaml.begin("args");
            sorted.forEach((name, value) -> {
                if (!INPUT.containsKey(name)) {
                    yaml.putAsItLooks(name, value);
                }
            });
            yaml.end();
        }
    }

    private static void input(String name, String value, YamlText yaml) {
        String key = INPUT.get(name);
        if (key != null && TRUTHS.contains(name)) {
            yaml.putAsItLooks(key, value);
        } else if (key != null) {
            yaml.put(key, FILES.contains(name) ? absolute(value) : value);
        }
    }

    private static void resources(Resources needed, YamlText yaml) {
        if (needed.cpuMillis().isEmpty() && needed.memoryMebibytes().isEmpty() && needed.gpuMilli() == 0) {
            return;
        }
        yaml.begin("resources");
        needed.cpuMillis().ifPresent(millis -> yaml.put("cpu", millis + "m"));
        needed.memoryMebibytes().ifPresent(size -> yaml.put("memory", size + "Mi"));
        if (needed.gpuMilli() > 0) {
            yaml.putAsItLooks("nvidia.com/gpu", needed.gpus());
        }
        yaml.end();
    }

    private static void outputs(Outputs outputs, YamlText yaml) {
        Optional<String> json = outputs.reportToStdout()
                ? Optional.of("-")
                : outputs.report().map(report -> absolute(report.path().toString()));
        if (outputs.column().isEmpty() && !outputs.takeColumn() && json.isEmpty()) {
            return;
        }
        yaml.begin("output");
        outputs.column().ifPresent(name -> yaml.put("result", name));
        outputs.file().ifPresent(file -> yaml.put("file", absolute(nameOf(file))));
        if (outputs.top() > 0) {
            yaml.put("top", outputs.top());
        }
        json.ifPresent(file -> yaml.put("json", file));
        yaml.end();
    }

    private static String nameOf(ColumnOutput output) {
        return switch (output) {
            case OutputFile file -> file.path().toString();
            case OutputFolder folder -> folder.path() + "/";
        };
    }

    /** A slash at the end stays. */
    private static String absolute(String path) {
        if (SCHEME.matcher(path).matches()) {
            return path;
        }
        String absolute = Path.of(path).toAbsolutePath().normalize().toString();
        return path.endsWith("/") && !absolute.endsWith("/") ? absolute + "/" : absolute;
    }
}

package dev.weft.launcher;

import static dev.weft.launcher.HelpText.option;

import dev.weft.launcher.doctor.Doctor;
import dev.weft.launcher.doctor.Finding;
import dev.weft.launcher.doctor.Finding.Verdict;
import dev.weft.launcher.doctor.Machine;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.json.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code weft doctor}: whether this host has what jobs need, and what to do where it has not. */
final class DoctorCommand implements Command {
    private static final String STDOUT = "-";

    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("doctor");
        spec.addOption(option(
                "--checkpoint",
                "URI",
                "Look at this store, too: its rights, and its clock. What is written there is removed again."));
        spec.addOption(option("--json", "FILE", "Write the findings; - for stdout instead of the lines."));
        spec.usageMessage()
                .description(
                        "Look whether this host has what jobs need. A line for each thing: ok, warn or FAIL, what was found,"
                                + " and the remedy. Exit code 1: something fails.");
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) throws InterruptedException {
        Optional<OutputFile> report =
                given.text("--json").filter(name -> !name.equals(STDOUT)).map(name -> OutputFile.named("--json", name));
        report.ifPresent(OutputFile::checkWritable);
        List<Finding> findings =
                Doctor.examine(Machine.here(), ClusterSpec.userStateFolder(), given.text("--checkpoint"));
        if (report.isPresent()) {
            report.get().write(json(findings));
        }
        if (given.text("--json").filter(STDOUT::equals).isPresent()) {
            terminal.out().print(json(findings));
        } else {
            print(findings, terminal.out());
        }
        return count(findings, Verdict.FAIL) > 0 ? ExitCode.PROGRAM_FAILED.number : ExitCode.DONE.number;
    }

    private static void print(List<Finding> findings, PrintStream out) {
        for (Finding finding : findings) {
            String remedy = finding.remedy().isEmpty() ? "" : "; remedy: " + finding.remedy();
            out.printf(
                    Locale.ROOT,
                    "%-4s  %-8s %s%s%n",
                    finding.verdict().word(),
                    finding.check(),
                    finding.found(),
                    remedy);
        }
        long fails = count(findings, Verdict.FAIL);
        long warnings = count(findings, Verdict.WARN);
        out.printf(
                Locale.ROOT,
                "%d things looked at: %s, %d %s%n",
                findings.size(),
                fails == 0 ? "none fails" : fails == 1 ? "1 fails" : fails + " fail",
                warnings,
                warnings == 1 ? "warning" : "warnings");
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String json(List<Finding> findings) {
        return Json.of(
                Map.of("checks", findings.stream().map(DoctorCommand::entry).toList()));
    }

    private static Map<String, Object> entry(Finding finding) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("check", finding.check());
        entry.put("verdict", finding.verdict().word().toLowerCase(Locale.ROOT));
        entry.put("found", finding.found());
        entry.put("remedy", finding.remedy());
        return entry;
    }
}

package dev.weft.launcher;

import dev.weft.launcher.jobfile.InventoryFile;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Cell;
import dev.weft.scheduler.CellState;
import dev.weft.scheduler.ConflictMode;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.NoFit;
import dev.weft.scheduler.Outcome;
import dev.weft.scheduler.Plan;
import dev.weft.scheduler.Planner;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code weft plan}: where a job's ranks would go, and why. */
final class PlanCommand implements Command {
    private static final String STDOUT = "-";

    @Override
    public CommandSpec spec() {
        return PlanFlags.spec();
    }

    @Override
    public int run(Given given, Terminal terminal) throws IOException, InterruptedException {
        String file = given.text("--inventory")
                .orElseThrow(() -> new UsageException(
                        "--inventory is missing: name a file that describes the hosts (docs/plan.md)"));
        Gang gang = PlanOptions.gang(given);
        Optional<OutputFile> report =
                given.text("--json").filter(name -> !name.equals(STDOUT)).map(name -> OutputFile.named("--json", name));
        report.ifPresent(OutputFile::checkWritable);
        CellState state = state(InventoryFile.read(file));
        Outcome outcome = outcome(state, gang);
        if (report.isPresent()) {
            report.get().write(PlanReport.json(gang, outcome));
        }
        boolean toStdout = given.text("--json").filter(STDOUT::equals).isPresent();
        if (toStdout) {
            terminal.out().print(PlanReport.json(gang, outcome));
        }
        return switch (outcome) {
            case Plan plan -> {
                if (!toStdout) {
                    new PlanTable(plan).print(terminal.out());
                }
                yield ExitCode.DONE.number;
            }
            case NoFit noFit -> {
                terminal.err().println("weft: " + gang.id() + " has no place on the hosts of " + file + ":");
                noFit.why().forEach(why -> terminal.err().println("  " + why));
                yield ExitCode.PROGRAM_FAILED.number;
            }
        };
    }

    private static CellState state(InventoryFile file) {
        var cell = new Cell(file.inventory(), ConflictMode.RESOURCE_FIT, InstantSource.system(), Duration.ZERO);
        file.unschedulable().forEach(cell::close);
        return cell.snapshot();
    }

    private static Outcome outcome(CellState state, Gang gang) {
        try {
            return new Planner().plan(state, gang);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}

package dev.weft.launcher;

import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Cell;
import dev.weft.scheduler.ConflictMode;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.GangPlacer;
import dev.weft.scheduler.Inventory;
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
    private static final Duration LEASE = Duration.ofMinutes(1);

    @Override
    public CommandSpec spec() {
        return PlanFlags.spec();
    }

    @Override
    public int run(Given given, Terminal terminal) throws IOException, InterruptedException {
        PlanOptions options = PlanOptions.of(given);
        Optional<OutputFile> report =
                given.text("--json").filter(name -> !name.equals(STDOUT)).map(name -> OutputFile.named("--json", name));
        report.ifPresent(OutputFile::checkWritable);
        Placed placed = placed(options);
        if (report.isPresent()) {
            report.get().write(PlanReport.json(options.gang(), placed.workers(), placed.spares()));
        }
        boolean toStdout = given.text("--json").filter(STDOUT::equals).isPresent();
        if (toStdout) {
            terminal.out().print(PlanReport.json(options.gang(), placed.workers(), placed.spares()));
        }
        return switch (placed.workers()) {
            case Plan plan -> {
                if (!toStdout) {
                    new PlanTable(plan, placed.spares()).print(terminal.out());
                }
                yield ExitCode.DONE.number;
            }
            case NoFit noFit -> {
                terminal.err()
                        .println("weft: " + options.gang().id() + " has no place on the hosts of " + options.file()
                                + ":");
                noFit.why().forEach(why -> terminal.err().println("  " + why));
                yield ExitCode.PROGRAM_FAILED.number;
            }
        };
    }

    /** Where the workers go, and beside them the spares: all or none. */
    private record Placed(Outcome workers, Optional<Plan> spares) {}

    private static Placed placed(PlanOptions options) {
        var inventory = new Inventory(options.hosts()).withCores();
        var cell = new Cell(inventory, ConflictMode.RESOURCE_FIT, InstantSource.system(), LEASE);
        var placer = new GangPlacer(cell, new Planner(), cell.begin("weft plan"));
        Gang gang = options.gang();
        try {
            Outcome workers = placer.place(gang).outcome();
            if (options.spares() == 0 || workers instanceof NoFit) {
                return new Placed(workers, Optional.empty());
            }
            return switch (placer.place(gang.spares(options.spares())).outcome()) {
                case Plan spares -> new Placed(workers, Optional.of(spares));
                case NoFit noFit -> new Placed(noFit.besideWorkers(options.spares()), Optional.empty());
            };
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}

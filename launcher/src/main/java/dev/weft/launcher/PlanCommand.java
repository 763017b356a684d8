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
import java.util.ArrayList;
import java.util.List;
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
        List<PlacedGang> stages =
                options.gangs().stream().map(gang -> placed(gang, options)).toList();
        if (report.isPresent()) {
            report.get().write(PlanReport.json(stages));
        }
        boolean toStdout = given.text("--json").filter(STDOUT::equals).isPresent();
        if (toStdout) {
            terminal.out().print(PlanReport.json(stages));
        }
        int code = ExitCode.DONE.number;
        for (int stage = 0; stage < stages.size(); stage++) {
            if (stages.get(stage).workers() instanceof NoFit noFit) {
                tell(noFit, options, terminal);
                code = ExitCode.COULD_NOT_START.number;
            } else if (!toStdout) {
                print(stages, stage, terminal);
            }
        }
        return code;
    }

    private static void print(List<PlacedGang> stages, int stage, Terminal terminal) {
        PlacedGang placed = stages.get(stage);
        if (stages.size() > 1) {
            terminal.out()
                    .printf(
                            "%sstage %d of %d: %s%n",
                            stage == 0 ? "" : "\n", stage + 1, stages.size(), placed.operators());
        }
        new PlanTable((Plan) placed.workers(), placed.spares()).print(terminal.out());
    }

    private static void tell(NoFit noFit, PlanOptions options, Terminal terminal) {
        terminal.err()
                .println("weft: " + options.gangs().getFirst().id() + " has no place on the hosts of " + options.file()
                        + ":");
        noFit.why().forEach(why -> terminal.err().println("  " + why));
    }

    /** Parts of a job that run one after another find the hosts as free as the first did. */
    private static PlacedGang placed(Gang gang, PlanOptions options) {
        var inventory = new Inventory(options.hosts()).withCores();
        var cell = new Cell(inventory, ConflictMode.RESOURCE_FIT, InstantSource.system(), LEASE);
        var placer = new GangPlacer(cell, new Planner(), cell.begin("weft plan"));
        try {
            Outcome workers = placer.place(gang).outcome();
            if (options.spares() == 0 || workers instanceof NoFit) {
                return new PlacedGang(gang, workers, List.of());
            }
            return withSpares(gang, (Plan) workers, placer, options.spares());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static PlacedGang withSpares(Gang gang, Plan workers, GangPlacer placer, int count) {
        var placed = new ArrayList<Plan>();
        for (Gang spares : gang.spares(count)) {
            switch (placer.place(spares).outcome()) {
                case Plan plan -> placed.add(plan);
                case NoFit noFit -> {
                    return new PlacedGang(gang, noFit.besideWorkers(count), List.of());
                }
            }
        }
        return new PlacedGang(gang, workers, placed);
    }
}

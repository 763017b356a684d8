package dev.weft.launcher;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.DamagedException;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Verification;
import dev.weft.checkpoint.save.Verification.Finding;
import dev.weft.checkpoint.save.Verification.State;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code weft verify}: which of a job's checkpoints are whole. */
final class VerifyCommand implements Command {
    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("verify");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("URI")
                .type(String.class)
                .required(true)
                .description(
                        "A job's folder in the store of its checkpoints: what --checkpoint was given, a slash, the job's name.")
                .build());
        spec.usageMessage()
                .description(
                        "Read a job's checkpoints whole and say which can be restored. Exit code 1: the newest that has a manifest can't.");
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) {
        String address = given.parameter(0).orElseThrow();
        try (ObjectStore store = ObjectStores.open(address)) {
            List<Finding> findings = Verification.of(new JobStore(store));
            if (findings.isEmpty()) {
                throw new CommandFailedException(
                        ExitCode.PROGRAM_FAILED,
                        "no checkpoint of a job in " + address + ": name the job's own folder");
            }
            findings.forEach(finding -> print(finding, terminal.out()));
            return newestIsWhole(findings) ? ExitCode.DONE.number : ExitCode.PROGRAM_FAILED.number;
        } catch (StoreException | DamagedException e) {
            throw new CommandFailedException(ExitCode.PROGRAM_FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean newestIsWhole(List<Finding> findings) {
        return findings.stream()
                .map(Finding::state)
                .filter(state -> state != State.UNFINISHED)
                .findFirst()
                .equals(Optional.of(State.WHOLE));
    }

    private static void print(Finding finding, PrintStream out) {
        String state = finding.state().name().toLowerCase(Locale.ROOT);
        out.printf(
                Locale.ROOT,
                "%s, epoch %d, %,d bytes: %s%n",
                finding.name().at(),
                finding.name().epoch(),
                finding.bytes(),
                finding.why().isEmpty() ? state : state + ": " + finding.why());
    }
}

package dev.weft.runtime;

import dev.weft.runtime.child.Child;
import dev.weft.runtime.child.ChildEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rank that is a command of its host, in any language. The command's end is the rank's: exit code 0 is success, any other one a failure, after which the job goes on as after a
 * rank's exception. It has the variables that {@code torchrun} sets: RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, GROUP_RANK, MASTER_ADDR and MASTER_PORT (a port that was free on rank 0's
 * host), and WEFT_JOB; of a job with GPUs it sees its rank's. What it prints goes line by line into the rank's log. When the epoch ends, or the rank's process, however that ends, the command
 * and all that it started are ended: SIGTERM, and SIGKILL after 5 s.
 */
public final class CommandProgram implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(CommandProgram.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String WORD = "command.";
    private static final String VARIABLE = "environment.";
    private static final String FOLDER = "folder";

    /** In this process's folder; else as the other. */
    public static JobSpec spec(String name, List<String> command, Map<String, String> environment) {
        return spec(name, command, Optional.empty(), environment);
    }

    /**
     * A job that is a command.
     *
     * @param command the program and its arguments; no shell is in between
     * @param folder that it starts in; the worker's own where there is none
     * @param environment beside this process's
     */
    public static JobSpec spec(
            String name, List<String> command, Optional<String> folder, Map<String, String> environment) {
        if (command.isEmpty()) {
            throw new UsageException("operator " + name + " has an empty command: give the program and its arguments");
        }
        var args = new HashMap<String, Object>();
        for (int i = 0; i < command.size(); i++) {
            args.put(WORD + i, command.get(i));
        }
        folder.ifPresent(path -> args.put(FOLDER, path));
        int number = 0;
        for (var variable : environment.entrySet()) {
            args.put(VARIABLE + number++, variable.getKey() + "=" + variable.getValue());
        }
        return JobSpec.of(name, CommandProgram::new).threads(1).args(args);
    }

    private static List<String> numbered(Rank rank, String name) {
        var words = new ArrayList<String>();
        for (int i = 0; rank.arg(name + i).isPresent(); i++) {
            words.add(rank.arg(name + i, ""));
        }
        return words;
    }

    private static Path folder(Rank rank) {
        Path folder = Path.of(rank.arg(FOLDER, "")).toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            throw new UsageException("the folder " + folder
                    + ", in which the command is to start, is not there on host " + rank.host(rank.worker()));
        }
        return folder;
    }

    private static Map<String, String> environment(Rank rank) throws IOException {
        var environment = new HashMap<>(ChildEnvironment.of(rank));
        if (!rank.devices().isEmpty()) {
            environment.putAll(Device.environment(rank.devices()));
        }
        for (String variable : numbered(rank, VARIABLE)) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return environment;
    }

    @Override
    public void run(Rank rank) throws IOException, InterruptedException {
        List<String> words = numbered(rank, WORD);
        rank.progress("running " + words.getFirst(), -1);
        try (Child child = Child.start(words, folder(rank), environment(rank), LOG::info)) {
            while (!child.hasEnded(LOOK)) {
                rank.fence().check();
            }
            if (child.exitCode() != 0) {
                throw new CommandEndedException(words, child.exitCode(), child.lastWords());
            }
        }
    }
}

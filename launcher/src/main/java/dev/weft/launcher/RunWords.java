package dev.weft.launcher;

import dev.weft.launcher.jobfile.JobFile;
import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code weft run} was given: by options alone, or by a job file and options beside it, which count before what the file says.
 *
 * @param job what concerns the whole job
 * @param operators what concerns each
 */
record RunWords(Given job, List<Given> operators) {
    static final String PROGRAM = "program";
    /** What the program is called that stands on the command line. */
    static final String PROGRAM_WORD = "PROGRAM";

    private static final String WORKERS = "--workers";
    /** Of an operator, and without a key of their own. */
    private static final List<String> ALSO_OF_ONE = List.of("--undirected", "--source", "--iterations");
    /** Options that are there or not, in a file true or false. */
    private static final List<String> FLAGS =
            List.of("--weighted", "--quiet", "--checkpoint-optional", "--preemptible");

    static RunWords of(Given line) throws IOException {
        String word = line.parameter(0).orElseThrow();
        if (JobFile.isNamed(word)) {
            return of(line, JobFile.read(word));
        }
        Given all = line.with(PROGRAM, new Said(PROGRAM_WORD, word));
        return new RunWords(all, List.of(all));
    }

    /** The processes that the ranks of an operator live in that doesn't say how many; none if nobody says it, and they live in this one. */
    Optional<Integer> workers() {
        return operators.stream()
                .flatMap(operator -> operator.number(WORKERS, 1).stream())
                .max(Comparator.naturalOrder());
    }

    private static RunWords of(Given line, JobFile file) {
        if (file.ofOperators().size() == 1) {
            var said = new LinkedHashMap<>(file.ofJob());
            said.putAll(file.ofOperators().getFirst());
            Given all = line.over(asFlags(said));
            return new RunWords(all, List.of(all));
        }
        refuseOptionsOfOne(line, file);
        return new RunWords(
                line.over(asFlags(file.ofJob())),
                file.ofOperators().stream()
                        .map(operator -> line.over(asFlags(operator)))
                        .toList());
    }

    private static void refuseOptionsOfOne(Given line, JobFile file) {
        Stream.concat(JobFile.operatorOptions().stream(), ALSO_OF_ONE.stream())
                .filter(option -> line.has(option) && !option.equals(WORKERS))
                .findFirst()
                .ifPresent(option -> {
                    throw new UsageException(option + " is about one operator, and " + file.file() + " has "
                            + file.ofOperators().size() + ": change it in the file");
                });
    }

    /** In the words of the command line, where a flag that is not given means false. */
    private static Map<String, List<Said>> asFlags(Map<String, List<Said>> said) {
        var flags = new LinkedHashMap<>(said);
        FLAGS.forEach(flag -> {
            if (isFalse(said, flag)) {
                flags.remove(flag);
            }
        });
        if (isFalse(said, "--directed")) {
            flags.put("--undirected", said.getOrDefault("--directed", List.of()));
            flags.remove("--directed");
        }
        return flags;
    }

    private static boolean isFalse(Map<String, List<Said>> said, String flag) {
        return said.getOrDefault(flag, List.of()).stream()
                .anyMatch(each -> each.text().equals("false"));
    }
}

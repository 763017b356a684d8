package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A job file: what it says, by the options of {@code weft run} that say the same.
 *
 * @param file as the user named it
 * @param ofJob what concerns the whole job
 * @param ofOperators what concerns each operator; one at least
 */
public record JobFile(String file, Map<String, List<Said>> ofJob, List<Map<String, List<Said>>> ofOperators) {
    public static final String API_VERSION = JobShape.API_VERSION;
    public static final String KIND = JobShape.KIND;
    /** Among an operator's values: what the operator itself is called where something is wrong with it. */
    public static final String OPERATOR = "operator";

    private static final List<String> ENDINGS = List.of(".yaml", ".yml");

    /** Whether a word of the command line means a job file. */
    public static boolean isNamed(String word) {
        return ENDINGS.stream().anyMatch(word.toLowerCase(Locale.ROOT)::endsWith);
    }

    /** The key that says what an option says: {@code workers} for {@code --workers}. */
    public static String keyOf(String option) {
        return JobShape.keyOf(option);
    }

    /** The options that concern one operator. */
    public static List<String> operatorOptions() {
        return JobShape.optionsIn(JobShape.OPERATOR);
    }

    /**
     * Reads and checks a job file. Paths in it are resolved against its folder.
     *
     * @throws UsageException if it can't be read, or says what no job file says; with line and column
     */
    public static JobFile read(String file) throws IOException {
        var words = new FileWords(file);
        Path path = Path.of(file);
        YamlNode root = YamlReader.read(words, FileText.read(path, words))
                .orElseThrow(() -> words.wrong("is empty: a job file has "
                        + String.join(", ", JobShape.ROOT.keys().keySet())));
        checkVersion(root, words);
        new ShapeCheck(words).check(root, JobShape.ROOT, KeyPath.ROOT);
        var folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path.toAbsolutePath());
        var reader = new JobFileValues(words, folder.normalize());
        return new JobFile(file, reader.ofJob((Fields) root), reader.ofOperators((Fields) root));
    }

    /** Before unknown keys are looked for: another version may have them. */
    private static void checkVersion(YamlNode root, FileWords words) {
        Field version = root instanceof Fields fields ? fields.fields().get(JobShape.VERSION.name()) : null;
        if (version != null) {
            new ShapeCheck(words)
                    .check(version.value(), JobShape.VERSION.shape(), KeyPath.ROOT.key(JobShape.VERSION.name()));
        }
    }
}

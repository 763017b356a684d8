package dev.weft.launcher;

import dev.weft.runtime.Column;
import dev.weft.runtime.UsageException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * What is to become of a job's results.
 *
 * @param column the vertex result that the file and the table take; the first where none is named
 * @param top how many rows the table has; 0 for no table
 * @param report where the job's report goes
 * @param reportToStdout whether the report goes to stdout instead, which then holds nothing else
 */
record Outputs(
        Optional<String> column,
        Optional<ColumnOutput> file,
        int top,
        Optional<OutputFile> report,
        boolean reportToStdout) {
    private static final String STDOUT = "-";

    static Outputs of(Given given) {
        Optional<String> report = given.text("--json");
        var outputs = new Outputs(
                given.text("--result"),
                given.text("--output").map(name -> ColumnOutput.named(given.name("--output"), name)),
                given.number("--top", 1).orElse(0),
                report.filter(name -> !name.equals(STDOUT)).map(name -> OutputFile.named(given.name("--json"), name)),
                report.filter(STDOUT::equals).isPresent());
        if (outputs.top > 0 && outputs.reportToStdout) {
            throw new UsageException("--top and --json - would mix on stdout: name a file for --json");
        }
        return outputs;
    }

    void checkWritable() {
        file.ifPresent(ColumnOutput::checkWritable);
        report.ifPresent(OutputFile::checkWritable);
    }

    boolean takeColumn() {
        return file.isPresent() || top > 0;
    }

    /** The vertex result that is asked for, of those that are there. */
    void writeColumn(String program, StageResult result, PrintStream out) throws InterruptedException {
        if (takeColumn()) {
            String name = columnName(program, result);
            Column taken = result.column(name);
            if (file.isPresent()) {
                file.get().write(taken);
            }
            if (top > 0) {
                TopTable.print(name, taken, top, out);
            }
        }
    }

    void writeReport(RunReport told, PrintStream out) throws InterruptedException {
        if (report.isPresent()) {
            report.get().write(told.json());
        }
        if (reportToStdout) {
            out.print(told.json());
        } else {
            told.scalars().forEach((name, value) -> out.println(name + "  " + value));
        }
    }

    private String columnName(String program, StageResult result) {
        List<String> names = result.columns();
        if (names.isEmpty()) {
            var only = result.scalars().isEmpty()
                    ? ""
                    : ", only " + String.join(", ", result.scalars().keySet());
            var sentence = program + " gave no result for each vertex" + only + ": leave out --output and --top";
            throw new CommandFailedException(ExitCode.PROGRAM_FAILED, sentence);
        }
        String name = column.orElse(names.getFirst());
        if (!names.contains(name)) {
            throw new UsageException("--result=" + name + " is not among the vertex results of " + program + ": "
                    + String.join(", ", names));
        }
        return name;
    }
}

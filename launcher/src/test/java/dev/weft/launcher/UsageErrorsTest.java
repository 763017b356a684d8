package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever mistypes gets one sentence that names the value and the remedy, and exit code 2. */
class UsageErrorsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rnu                                | unknown command 'rnu'; did you mean run? (see weft --help)
                    --vresion                          | unknown option --vresion; did you mean --version? (see weft --help)
                    run                                | PROGRAM
                    run scores more                    | unexpected word 'more' (see weft run --help)
                    run scores --rnks 3                | unknown option --rnks; did you mean --ranks? (see weft run --help)
                    run scores --rnks=3                | unknown option --rnks; did you mean --ranks? (see weft run --help)
                    run scores --top                   | --top needs a value: --top K (see weft run --help)
                    run scores --ranks 0               | --ranks=0 < 1: give at least 1
                    run scores --threads -1            | --threads=-1 < 1: give at least 1
                    run scores --top 0                 | --top=0 < 1: give at least 1
                    run scores --iterations x          | --iterations=x is no whole number up to 2147483647: give at least 0
                    run scores --ranks 99999999999     | --ranks=99999999999 is no whole number up to 2147483647: give at least 1
                    run scores --directed --undirected | --directed and --undirected exclude each other: give one of them
                    run scores --set speed             | --set=speed has no value: write --set KEY=VALUE
                    run scores --set source=1 --source 2 | source is given twice, as 1 and as 2: give it once
                    run scores --memory much           | --memory=much is no size: give a number with m or g, e.g. --memory 16g
                    run scores --memory 3m             | --memory=3m < 16m: give at least 16m
                    run scores --on-loss shrink        | --on-loss is about workers: give --workers N, too
                    run scores --shares equal         | --shares is about workers: give --workers N, too
                    run scores --workers 2 --shares equl | --shares=equl is unknown; did you mean equal?: give measured or equal
                    run scores --workers 2 --on-loss shirnk | --on-loss=shirnk is unknown; did you mean shrink?: give replace or shrink
                    run scores --workers 2 --on-loss shrink --spares 1 | --spares with --on-loss shrink: nobody would take them; leave one of them out
                    run scores --backoff-limit 1       | --backoff-limit is about workers: give --workers N, too
                    run scores --workers 2 --start-timeout 0 | --start-timeout=0 < 1: give at least 1
                    run scores --deadline never        | --deadline=never is no whole number up to 2147483647: give at least 1
                    run scores --ranks 1 --workers 2   | --ranks=1 < workers=2: give at least one rank for each worker
                    run scores --log-level loud        | --log-level=loud is unknown: give error, warn, info, debug, trace
                    run scores --json - --top 3        | --top and --json - would mix on stdout: name a file for --json
                    run scores --output s3://a/b       | --output=s3://a/b is no local file: name one
                    run scroes                         | unknown program 'scroes'; did you mean scores? (there are
                    run org.example.Program            | program class org.example.Program can't be found without its jar: name that with --jar FILE, or give its source, FILE.java
                    run Program.java                   | Program.java does not exist: name a Java source file
                    run scores --result nothing --top 1 | --result=nothing is not among the vertex results of scores: score, level
                    run scores --gpus 1.5              | --gpus=1.5 is no number of GPUs: give a whole number, or a share of one with up to three decimals, such as 0.5
                    run scores --gpus 0.0              | --gpus=0.0 is no number of GPUs
                    run scores --gpus two              | --gpus=two is no number of GPUs
                    run scores --gpu 1                 | unknown option --gpu; did you mean --gpus?
                    run choosy --source here           | source=here can't be used: source must be a whole number
                    run Reach.jvaa                     | program class Reach.jvaa can't be found
                    new                                | NAME is missing (see weft new --help)
                    nwe demo                           | unknown command 'nwe'; did you mean new? (see weft --help)
                    new demo --pakcage a.b             | unknown option --pakcage; did you mean --package? (see weft new --help)
                    flight                             | DIR is missing (see weft flight --help)
                    flight no/such/folder              | DIR=no/such/folder does not exist: name a job's folder, or one with its ranks' dumps (rank-*.flight)
                    flight pom.xml                     | DIR=pom.xml is no folder: name a job's folder
                    flight . --last -1                 | --last=-1 < 0: give at least 0
                    flight . --last all                | --last=all is no whole number up to 2147483647: give at least 0
                    flight . --lost 3                  | unknown option --lost; did you mean --last? (see weft flight --help)
                    bench colectives                   | unknown command 'colectives'; did you mean collectives? (see weft bench --help)
                    bench collectives --rank 3         | unknown option --rank; did you mean --ranks? (see weft bench collectives --help)
                    bench collectives now              | unexpected word 'now' (see weft bench collectives --help)
                    bench collectives --ranks 0        | --ranks=0 < 1: give at least 1
                    bench collectives --ranks 2 --workers 3 | --ranks=2 < --workers=3: give at least one rank for each worker
                    bench collectives --transport tcp  | --transport=tcp is unknown: give one of auto, memory, ipc, udp
                    bench collectives --transport upd  | --transport=upd is unknown; did you mean udp?: give one of auto, memory, ipc, udp
                    bench collectives --transport memory --workers 2 | --transport=memory is within one process: give --workers 1, or ipc or udp
                    bench collectives --transport ipc  | --transport=ipc is between workers: give --workers 2 or more
                    bench collectives --operations allReduce,exscna | --operations=exscna is unknown; did you mean exscan?
                    bench collectives --operations sum | --operations=sum is unknown: give one of pingpong, barrier,
                    bench collectives --sizes 8,12     | --sizes=8,12: 12 is no multiple of 8: give one, since doubles are sent
                    bench collectives --sizes large    | --sizes=large: 'large' is no size: give bytes, alone or with k, m or g
                    bench collectives --sizes 1g --ranks 16 | --sizes=1g: 1073741824 bytes from each of --ranks=16 don't fit an array
                    bench collectives --against mpi    | --against=mpi is unknown: give one of mpirun, aeron
                    bench collectives --against aeron  | --against=aeron is between two processes: give --workers 2
                    bench collectives --against aeron --workers 2 --operations barrier | --against=aeron is a peer of pingpong alone: add that to --operations
                    bench collectives --plot no/such/f.svg | --plot: no/such/f.svg can't be written, there is no folder
                    echo word                          | --output needs a value: --output FILE (see weft echo --help)
                    echo word --output f --times -1    | --times=-1 < 0: give at least 0
                    """)
    void isOneSentence(String line, String sentence) {
        var call = Call.weft(line.split(" "));
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err().lines().filter(said -> said.startsWith("weft: ")))
                .singleElement()
                .asString()
                .startsWith("weft: " + sentence);
        assertThat(call.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kill rank=0 at step=1           | --inject "kill rank=0 at step=1" is about workers, without which it would end weft itself: give --workers N, too
                    exhaust heap rank=0 at step=1   | --inject "exhaust heap rank=0 at step=1" is about workers, without which it would end weft itself
                    store slow=2x                   | --inject "store slow=2x" is about checkpoints: give --checkpoint URI, too
                    disk full at step=3             | --inject "disk full at step=3" is about checkpoints: give --checkpoint URI, too
                    disk full                       | the fault "disk full" is unknown: write "kill worker=1 at step=5", "kill worker=1 during=save",
                    store errors=2 seed=1           | errors=2 of the store: give the share of calls that fail, from 0 to 1
                    """)
    void faultsThatMakeNoSenseAreRefused(String fault, String sentence) {
        var call = Call.weft("run", "scores", "--inject", fault);
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).startsWith("weft: " + sentence).hasLineCount(1);
    }

    @Test
    void memoryBeyondTheMachineIsRefused() {
        assertThat(Call.weft("run", "scores", "--memory", "900000g").err())
                .contains("which is all that this machine has: give less");
    }

    @Test
    void outputThatCannotBeWrittenIsRefusedBeforeTheRun() {
        var call = Call.weft(
                "run", "failing", "--output", folder.resolve("no/such/file").toString());
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err())
                .startsWith("weft: --output: ")
                .contains("there is no folder " + folder.resolve("no/such"));
        assertThat(Call.weft("run", "failing", "--json", folder.toString()).err())
                .contains("is a folder: name a file in it");
    }

    @Test
    void aRunNeedsAProgram() {
        assertThat(Call.weft("run").err())
                .isEqualTo("weft: PROGRAM|FILE.java|JOB.yaml is missing (see weft run --help)\n");
    }

    @Test
    void noWordsShowTheHelp() {
        var call = Call.weft();
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("Usage: weft COMMAND [OPTION…]");
    }

    @Test
    void theLastOfARepeatedOptionCounts() {
        assertThat(Call.weft("run", "silent", "--ranks", "2", "--ranks", "0").err())
                .contains("--ranks=0 < 1");
        assertThat(Call.weft("run", "silent", "--ranks", "0", "--ranks", "1").exitCode())
                .isZero();
    }
}

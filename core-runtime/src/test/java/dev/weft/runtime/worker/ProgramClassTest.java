package dev.weft.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.control.Job;
import dev.weft.runtime.control.Operator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ProgramClassTest {
    /** Nested, private, with a constructor of the compiler's: workers can make it. */
    private static final class Hidden implements Program {
        @Override
        public void run(Rank rank) {}
    }

    /** Can't be made. */
    static final class Broken implements Program {
        Broken() {
            throw new IllegalArgumentException("not today");
        }

        @Override
        public void run(Rank rank) {}
    }

    @Test
    void theWorkersMakeWhatTheAgentWasGiven() {
        JobSpec given = JobSpec.of("hidden", Hidden::new).ranks(4).threads(3).arg("n", 7);
        JobSpec made = ProgramClass.spec(ProgramClass.message(given));
        assertThat(made.program().get()).isInstanceOf(Hidden.class);
        assertThat(made.program().get()).isNotSameAs(made.program().get());
        assertThat(made.name()).isEqualTo("hidden");
        assertThat(made.ranks()).isEqualTo(4);
        assertThat(made.threads()).isEqualTo(3);
        assertThat(made.args()).isEqualTo(Map.of("n", "7"));
    }

    @Test
    void aClassThatWorkersDoNotHaveIsNamed() {
        Job job = Job.newBuilder()
                .addOperators(
                        Operator.newBuilder().setProgramClass("no.such.Program").setRanks(1))
                .build();
        assertThatThrownBy(() -> ProgramClass.spec(job))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no.such.Program");
    }

    @Test
    void whatTheConstructorThrewIsTheCause() {
        Job job = Job.newBuilder()
                .addOperators(Operator.newBuilder()
                        .setProgramClass(Broken.class.getName())
                        .setRanks(1))
                .build();
        JobSpec spec = ProgramClass.spec(job);
        assertThatThrownBy(() -> spec.program().get())
                .hasMessageContaining(Broken.class.getName())
                .cause()
                .hasMessage("not today");
    }
}

package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallSitesTest {
    @Test
    void the_nearest_frame_of_the_program_is_found() {
        String site = CallSites.DEFAULT.nearest(new StackTraceElement[] {
            frame("java.lang.Thread"),
            frame("dev.weft.collectives.Rounds"),
            frame("dev.weft.graph.EdgeMap"),
            frame("java.util.ArrayList"),
            frame("org.user.PageRank"),
            frame("dev.weft.runtime.RankThread")
        });
        assertThat(site).isEqualTo("org.user.PageRank.run(Some.java:12)");
    }

    @Test
    void algorithms_are_programs_too() {
        String site = CallSites.DEFAULT.nearest(new StackTraceElement[] {
            frame("dev.weft.graph.EdgeMap"), frame("dev.weft.graph.algorithms.Bfs"), frame("org.user.Main")
        });
        assertThat(site).startsWith("dev.weft.graph.algorithms.Bfs.run");
    }

    @Test
    void a_package_is_not_taken_for_another_that_begins_alike() {
        assertThat(CallSites.DEFAULT.nearest(new StackTraceElement[] {frame("dev.weft.graphs.Mine")}))
                .startsWith("dev.weft.graphs.Mine");
    }

    @Test
    void a_stack_without_the_program_says_so() {
        assertThat(CallSites.DEFAULT.nearest(new StackTraceElement[] {frame("java.lang.Thread")}))
                .isEqualTo("an unknown line");
    }

    private static StackTraceElement frame(String className) {
        return new StackTraceElement(className, "run", "Some.java", 12);
    }
}

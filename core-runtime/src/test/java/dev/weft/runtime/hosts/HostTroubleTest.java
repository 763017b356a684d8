package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostTroubleTest {
    @Test
    void knowsWhatOpenSshSays() {
        assertThat(HostTrouble.sentence("ada@n1", List.of("ada@n1: Permission denied (publickey)."), 255))
                .contains("ssh-copy-id ada@n1");
        assertThat(HostTrouble.sentence(
                        "n1",
                        List.of(
                                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
                                "Host key verification failed."),
                        255))
                .contains("another one than before")
                .contains("ssh-keygen -R n1");
        assertThat(HostTrouble.sentence("n1", List.of("ssh: connect to host n1 port 22: Connection timed out"), 255))
                .contains("does not answer");
    }

    @Test
    void repeatsWhatItDoesNotKnow() {
        assertThat(HostTrouble.sentence("n1", List.of("first", "mkdir: No space left on device"), 1))
                .isEqualTo("mkdir: No space left on device");
        assertThat(HostTrouble.sentence("n1", List.of(), 137)).isEqualTo("ssh ended with exit code 137");
    }
}

package dev.weft.collectives.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Hosts beside ports. */
class HostAddressTest {
    @Test
    void onlyAnAddressWithColonsIsPutIntoBrackets() {
        assertThat(HostAddress.beforePort("10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(HostAddress.beforePort("node-1")).isEqualTo("node-1");
        assertThat(HostAddress.beforePort("fd00::1")).isEqualTo("[fd00::1]");
        assertThat(HostAddress.beforePort("[fd00::1]")).isEqualTo("[fd00::1]");
    }

    @Test
    void whatStandsBesideAPortLosesItsBrackets() {
        assertThat(HostAddress.hostOf("10.0.0.1:4711")).isEqualTo("10.0.0.1");
        assertThat(HostAddress.hostOf("[fd00:0:0:0:0:0:0:1]:4711")).isEqualTo("fd00:0:0:0:0:0:0:1");
    }
}

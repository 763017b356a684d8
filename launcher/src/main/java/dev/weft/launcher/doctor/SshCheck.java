package dev.weft.launcher.doctor;

/** Whether jobs on other hosts can be started. */
record SshCheck(Machine machine) implements Check {
    private static final String NAME = "ssh";

    @Override
    public Finding run() {
        return machine.program("ssh")
                .map(program -> Finding.ok(NAME, program.toString()))
                .orElseGet(() -> Finding.warn(
                        NAME,
                        "no ssh on the PATH: jobs run on this host alone",
                        "install the OpenSSH client (apt install openssh-client, dnf install openssh-clients)"));
    }
}

package dev.weft.runtime.hosts;

import dev.weft.runtime.control.WorkerStart;
import java.time.Duration;

/** Where processes of a job's workers run: this host, or one that an agent of its own serves. */
interface WorkerHost {
    /** Starts a process; what it needs to know it is told by {@link #introduce}. */
    void spawn(WorkerSeat seat);

    /** @param start without what only the host knows: its folders and its address */
    void introduce(WorkerStart start);

    /** Ends the process at once (SIGKILL). */
    void kill(int process);

    /** @param name the signal's, e.g. {@code STOP} */
    void signal(int process, String name);

    /** Ends all: kindly, then, after a while, by force. */
    void end(Duration patience);
}

package dev.weft.collectives;

import org.junit.jupiter.api.AfterEach;

/** Tests whose ranks meet where they are told, each time anew. */
public abstract class AtMeeting {
    protected AtMeeting(Meeting meeting) {
        meeting.begin();
    }

    @AfterEach
    void end() {
        Meeting.MEMORY.begin();
    }
}

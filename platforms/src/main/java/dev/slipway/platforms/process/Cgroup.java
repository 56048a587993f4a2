package dev.slipway.platforms.process;

import java.io.IOException;

/** The control groups of one instance. */
interface Cgroup {

    /** Puts the process, and all that it will start, into the groups. */
    void add(long pid) throws IOException;

    /** Kills every process in the groups. */
    void kill() throws IOException;

    /** Removes the empty groups. */
    void remove() throws IOException;

    /** What cannot be limited here, in words; empty when all that was asked is in force. */
    String missing();
}

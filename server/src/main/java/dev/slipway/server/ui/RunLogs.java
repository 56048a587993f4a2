package dev.slipway.server.ui;

import dev.slipway.server.run.LogPage;
import java.time.Duration;

/** Where pages read the logs of jobs. */
public interface RunLogs {

    /**
     * The lines that are there.
     *
     * @param from number of the first line wanted
     * @param ended whether the job is over, so that no more lines can come
     */
    LogPage read(String run, String job, long from, boolean ended);

    /** Waits for a line from that number on, or a change of the job; may return early. */
    void await(String job, long from, Duration patience) throws InterruptedException;
}

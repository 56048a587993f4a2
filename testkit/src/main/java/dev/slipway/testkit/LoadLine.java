package dev.slipway.testkit;

import java.io.IOException;
import java.util.Optional;

/** One user's way to the server: a request at a time, whole answers. */
interface LoadLine extends AutoCloseable {

    /**
     * Asks once.
     *
     * @throws StaleConnection when the server had closed the idle connection before the request reached it
     */
    Answer get(String path) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /** A whole answer, as far as a load counts it. */
    record Answer(int status, Optional<String> release, Optional<String> edge) {}

    /** The server closed a connection that was idle; the request never began, so it may be sent again. */
    final class StaleConnection extends IOException {
        StaleConnection(IOException cause) {
            super(cause);
        }
    }
}

package dev.slipway.delivery.port;

import java.util.List;

/**
 * Reads on in what an instance writes, over all of its lives and to its last word. Opened by {@link Platform#follow}; for
 * one thread.
 */
public interface OutputReader extends AutoCloseable {

    /** What has come since the last call, without waiting for more. */
    Page read() throws InterruptedException;

    @Override
    void close();

    /**
     * Some whole lines.
     *
     * @param lines oldest first, masked
     * @param next where another reader goes on after them, also after a restart of the control plane
     * @param ended whether the instance has ended for good and nothing follows
     */
    record Page(List<String> lines, String next, boolean ended) {}
}

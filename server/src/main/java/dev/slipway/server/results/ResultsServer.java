package dev.slipway.server.results;

import dev.slipway.kernel.Problem;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The results service alone on a free port of the loopback interface, for runs without a server. */
public final class ResultsServer implements AutoCloseable {

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    /**
     * Begins to listen.
     *
     * @throws Problem code {@code cannot-listen}
     */
    public static ResultsServer start(Results results) {
        ResultsServer server = new ResultsServer();
        server.connector.setHost("127.0.0.1");
        server.jetty.addConnector(server.connector);
        ServletContextHandler context = new ServletContextHandler();
        results.mount(context);
        server.jetty.setHandler(context);
        try {
            server.jetty.start();
            return server;
        } catch (Exception e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "cannot-listen",
                    "cannot listen on the loopback interface: " + e.getMessage(),
                    "is a port free?",
                    e);
        }
    }

    /** {@code ACTIONS_RESULTS_URL}. */
    public String url() {
        return "http://127.0.0.1:" + connector.getLocalPort() + "/";
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the results service does not stop", e);
        }
    }
}

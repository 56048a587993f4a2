package dev.slipway.server.results;

import dev.slipway.containers.Bridge;
import dev.slipway.kernel.Problem;
import dev.slipway.server.web.AllowedHosts;
import dev.slipway.server.web.FrontFilter;
import dev.slipway.server.web.SideDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results service alone on a free port of the loopback interface, for runs without a server. Most of them never ask
 * it for anything, so only the port is there from the beginning: what serves it starts with the first visitor, who waits
 * in the port's queue meanwhile.
 */
public final class ResultsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsServer.class);

    private final Results results;
    private final ServerSocketChannel door;
    private final Selector visitors;
    private final Thread porter;
    private final CompletableFuture<Server> jetty = new CompletableFuture<>();

    private ResultsServer(Results results, ServerSocketChannel door, Selector visitors) {
        this.results = results;
        this.door = door;
        this.visitors = visitors;
        this.porter = Thread.ofPlatform().daemon().name("results-porter").unstarted(this::awaitVisitor);
    }

    /**
     * Begins to listen.
     *
     * @throws Problem code {@code cannot-listen}
     */
    public static ResultsServer start(Results results) {
        try {
            ServerSocketChannel door = ServerSocketChannel.open();
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            door.configureBlocking(false);
            Selector visitors = Selector.open();
            door.register(visitors, SelectionKey.OP_ACCEPT);
            ResultsServer server = new ResultsServer(results, door, visitors);
            server.porter.start();
            return server;
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "cannot-listen",
                    "cannot listen on the loopback interface: " + e.getMessage(),
                    "is a port free?",
                    e);
        }
    }

    private void awaitVisitor() {
        try {
            if (visitors.select() > 0) {
                visitors.close();
                door.configureBlocking(true);
                serve();
            }
        } catch (ClosedSelectorException e) {
            LOG.debug("nobody has asked the results service for anything");
        } catch (Exception e) {
            LOG.error("the results service does not start: artifacts and caches fail", e);
            jetty.completeExceptionally(e);
            closeDoor();
        }
    }

    private void serve() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.open(door);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        FrontFilter.before(context, AllowedHosts.loopbackAnd(Set.of()));
        results.mount(context, ProjectArtifacts.NONE);
        server.setHandler(context);
        server.start();
        jetty.complete(server);
    }

    /** Lets the containers of a job in as well; they are visitors for whom the service has to start. */
    public SideDoor open(Bridge bridge) throws InterruptedException {
        try (SocketChannel visitor = SocketChannel.open(door.getLocalAddress())) {
            LOG.debug("{} asks the results service to start", visitor);
            return SideDoor.open(jetty.get(), bridge, Results.PATTERNS);
        } catch (IOException | ExecutionException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-door",
                    "the results service does not start: " + e.getMessage(),
                    "is there enough memory, and are there enough open files?",
                    e);
        }
    }

    /** {@code ACTIONS_RESULTS_URL}. */
    public String url() {
        return "http://127.0.0.1:" + door.socket().getLocalPort() + "/";
    }

    @Override
    public void close() {
        try {
            visitors.close();
            porter.join();
            if (jetty.isDone() && !jetty.isCompletedExceptionally()) {
                jetty.get().stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the results service does not stop", e);
        } finally {
            closeDoor();
        }
    }

    private void closeDoor() {
        try {
            door.close();
        } catch (IOException e) {
            LOG.warn("a port of the results service does not close", e);
        }
    }
}

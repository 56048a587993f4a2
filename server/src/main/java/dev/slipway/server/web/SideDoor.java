package dev.slipway.server.web;

import dev.slipway.containers.Bridge;
import dev.slipway.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A further socket of a web server for the containers of one job: on the host's address in their network, for their
 * addresses, for the few paths that jobs use. The server answers there itself, so that it sees who asks: a relay to the
 * loopback interface would make every container look like a program of this host (docs/decisions/0017).
 */
public final class SideDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SideDoor.class);

    private final Bridge bridge;
    private final Set<String> patterns;
    private final Socket socket;

    private SideDoor(Server server, Bridge bridge, Set<String> patterns) {
        this.bridge = bridge;
        this.patterns = Set.copyOf(patterns);
        this.socket = new Socket(server, this);
    }

    /**
     * Opens one, on a port that the system chooses.
     *
     * @param server that answers and has started; {@link FrontFilter} stands before all that it serves
     * @param patterns of the servlets that may be asked there
     * @throws Problem of kind UNAVAILABLE, code {@code no-door}, when the address is none of this host
     */
    public static SideDoor open(Server server, Bridge bridge, Set<String> patterns) {
        SideDoor door = new SideDoor(server, bridge, patterns);
        try {
            server.addConnector(door.socket);
            server.manage(door.socket);
            door.socket.start();
            return door;
        } catch (Exception e) {
            door.close();
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-door",
                    "it cannot listen on " + door.host() + ", the gateway of the job's network (" + reason(e) + ")",
                    "is the container engine in a virtual machine, or one without root?",
                    e);
        }
    }

    private static String reason(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** The one that a request has come in by; absent for the main door. */
    static Optional<SideDoor> of(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                                .getConnectionMetaData()
                                .getConnector()
                        instanceof Socket socket
                ? Optional.of(socket.door)
                : Optional.empty();
    }

    /** Why it is not let in; absent where it is. */
    Optional<Problem> refusal(HttpServletRequest request) {
        if (!bridge.isContainer(InetAddress.ofLiteral(request.getRemoteAddr()))) {
            return Optional.of(Problem.of(
                    Problem.Kind.DENIED,
                    "foreign-peer",
                    request.getRemoteAddr() + " is no container of the job that this door is for",
                    "ask the server where it listens for everybody"));
        }
        if (!patterns.contains(request.getHttpServletMapping().getPattern())) {
            return Optional.of(Problem.of(
                    Problem.Kind.DENIED,
                    "not-for-jobs",
                    "containers of jobs may not ask for " + request.getRequestURI(),
                    "they reach artifacts, caches, identity tokens, repositories and the REST API of actions"));
        }
        return Optional.empty();
    }

    /** The host's address in the network of the job, as a URL has it. */
    public String host() {
        String address = bridge.gateway().getHostAddress();
        return bridge.gateway() instanceof Inet6Address ? "[" + address + "]" : address;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Scheme, host and port. */
    public String origin() {
        return "http://" + host() + ":" + port();
    }

    /** Stops listening, and ends the connections that are open. */
    @Override
    public void close() {
        try {
            socket.stop();
        } catch (Exception e) {
            LOG.warn("the door at {} does not stop", host(), e);
        } finally {
            socket.getServer().removeConnector(socket);
        }
    }

    /** Belongs to its door for good, so that no request of it ever counts as one of the main door. */
    private static final class Socket extends ServerConnector {

        private final SideDoor door;

        Socket(Server server, SideDoor door) {
            super(server, 0, 1, new HttpConnectionFactory(asTheMainDoor(server)));
            this.door = door;
            setHost(door.bridge.gateway().getHostAddress());
        }

        private static HttpConfiguration asTheMainDoor(Server server) {
            return server.getConnectors()[0]
                    .getConnectionFactory(HttpConnectionFactory.class)
                    .getHttpConfiguration();
        }
    }
}

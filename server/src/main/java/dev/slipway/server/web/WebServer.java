package dev.slipway.server.web;

import dev.slipway.containers.Bridge;
import dev.slipway.kernel.Problem;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: declared routes behind the guard, and servlets of others beside them, on virtual threads. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long STOP_MILLIS = 5_000;

    private final Settings settings;
    private final Guard guard;
    private final Failures failures;
    private final Metrics metrics;
    private final Events events;
    private final OpenStreams streams = new OpenStreams();
    private final Javalin javalin;

    /** Prepares a server that does not listen yet. */
    public WebServer(Settings settings, Parts parts) {
        this.settings = settings;
        this.guard =
                new Guard(parts.authenticator(), parts.projects(), settings.cookie(), settings.largestBody(), streams);
        this.failures = new Failures(parts.errorPage());
        this.metrics = parts.metrics();
        this.events = parts.events();
        this.javalin = Javalin.create(config -> configure(config, parts));
    }

    private void configure(JavalinConfig config, Parts parts) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.http.maxRequestSize = settings.largestBody();
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        config.jetty.modifyServer(server -> server.setStopTimeout(STOP_MILLIS));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setUriCompliance(UriCompliance.DEFAULT);
            http.setSendServerVersion(false);
        });
        config.jetty.modifyServletContextHandler(context -> mount(context, parts));
        parts.routes().all().forEach(route -> declare(config, route));
        config.routes.exception(Problem.class, (problem, http) -> failures.answer(problem, http));
        config.routes.exception(HttpResponseException.class, this::unrouted);
        config.routes.exception(Exception.class, (defect, http) -> failures.answerDefect(defect, http));
    }

    private void mount(ServletContextHandler context, Parts parts) {
        FrontFilter.before(context, settings.hosts());
        parts.servlets().accept(context);
    }

    private void declare(JavalinConfig config, Route route) {
        HandlerType method = HandlerType.findOrCreate(route.method().name());
        config.routes.addEndpoint(new Endpoint(method, route.path(), http -> serve(route, http)));
        if (route.method() == Method.GET) {
            config.routes.addEndpoint(new Endpoint(HandlerType.HEAD, route.path(), http -> guard.admit(route, http)));
        }
    }

    private void serve(Route route, Context http) throws Exception {
        long start = System.nanoTime();
        try {
            route.handler().handle(guard.admit(route, http));
        } catch (Problem problem) {
            failures.answer(problem, http);
        } catch (InterruptedException stopping) {
            LOG.debug("{} ends as the server stops", http.path());
        } finally {
            streams.left();
            metrics.answered(route, http.res(), Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void unrouted(HttpResponseException response, Context http) {
        try {
            failures.answer(guard.undeclared(http), http);
        } catch (Problem problem) {
            failures.answer(problem, http);
        }
    }

    /**
     * Begins to listen.
     *
     * @throws Problem code {@code port-in-use} or {@code cannot-listen}
     */
    public void start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "cannot-listen",
                    "cannot listen on " + settings.host() + ":" + settings.port()
                            + ": the port is in use or not allowed",
                    "stop what uses it, or choose another with --listen",
                    e);
        }
    }

    /** The port that it listens on, also when 0 was asked for. */
    public int port() {
        return javalin.port();
    }

    /**
     * Lets the containers of a job in as well.
     *
     * @param patterns of the servlets that they may ask
     */
    public SideDoor open(Bridge bridge, Set<String> patterns) {
        return SideDoor.open(javalin.jettyServer().server(), bridge, patterns);
    }

    /** Ends all event streams, lets other requests finish for a few seconds, and stops listening. */
    @Override
    public void close() {
        events.close();
        streams.close();
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("requests that took over {} ms were cut off as the server stopped", STOP_MILLIS, e);
        }
    }

    /**
     * @param host name or address to bind
     * @param port 0 for any free one
     * @param hosts names by which clients may call it
     * @param cookie of sessions
     * @param largestBody bytes of a request to a declared route
     */
    public record Settings(String host, int port, AllowedHosts hosts, SessionCookie cookie, int largestBody) {}

    /** What the server serves, and by whose help. */
    public record Parts(
            Routes routes,
            Authenticator authenticator,
            ProjectNames projects,
            Events events,
            Metrics metrics,
            ErrorPage errorPage,
            ServletMounts servlets) {}

    /** Adds servlets with paths of their own, which see to access themselves. */
    @FunctionalInterface
    public interface ServletMounts {
        void accept(ServletContextHandler context);
    }
}

package dev.slipway.server;

import dev.slipway.delivery.config.ConfigSchema;
import dev.slipway.kernel.Finding;
import dev.slipway.server.api.AuditRoutes;
import dev.slipway.server.api.SecretRoutes;
import dev.slipway.server.api.VariableRoutes;
import dev.slipway.server.git.GitAccess;
import dev.slipway.server.git.GitEndpoint;
import dev.slipway.server.git.Push;
import dev.slipway.server.git.PushState;
import dev.slipway.server.git.RemoteFetch;
import dev.slipway.server.project.ProjectRoutes;
import dev.slipway.server.project.ReaderRoutes;
import dev.slipway.server.project.RemotePolls;
import dev.slipway.server.run.RunLinks;
import dev.slipway.server.secret.SecretStore;
import dev.slipway.server.secret.VariableStore;
import dev.slipway.server.web.AllowedHosts;
import dev.slipway.server.web.Authenticator;
import dev.slipway.server.web.ErrorPage;
import dev.slipway.server.web.EventRoutes;
import dev.slipway.server.web.Health;
import dev.slipway.server.web.HealthPart;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.Routes;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.server.web.SystemRoutes;
import dev.slipway.server.web.WebServer;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The control plane, put together by hand: the foundation, the plugged parts, git's door and the web's. */
public final class Server implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int LARGEST_BODY = 1 << 20;

    private final Foundation foundation;
    private final List<Part> parts;
    private final RemotePolls polls;
    private final Routes routes;
    private final WebServer web;

    /** Puts everything together; nothing runs yet. */
    public Server(Foundation foundation, Authenticator authenticator, ErrorPage errorPage, List<Plug> plugs) {
        this.foundation = foundation;
        this.parts = plugs.stream().map(plug -> plug.plug(foundation)).toList();
        RemoteFetch fetch = new RemoteFetch(
                foundation.repositories(),
                this::check,
                foundation.journal(),
                foundation.deliveries(),
                foundation.config().remotes(),
                foundation.clock());
        this.polls = new RemotePolls(foundation.database(), foundation.projects(), fetch, foundation.clock());
        this.routes = Routes.of(sources());
        this.web = new WebServer(
                settings(),
                new WebServer.Parts(
                        routes,
                        authenticator,
                        foundation.projects()::names,
                        foundation.events(),
                        foundation.metrics(),
                        errorPage,
                        context -> mount(context, authenticator)));
        foundation.metrics().watch(PushState.TABLE);
    }

    private List<RouteSource> sources() {
        List<HealthPart> health = new ArrayList<>();
        health.add(new DatabasePart(foundation.database()));
        health.add(new DiskPart(foundation.config().home()));
        health.add(new PushPart(foundation.journal()));
        parts.forEach(part -> health.addAll(part.health()));
        List<RouteSource> sources = new ArrayList<>();
        sources.add(new SystemRoutes(new Health(health), foundation.metrics(), Version.text(), ConfigSchema.json()));
        sources.add(new EventRoutes(foundation.events(), HEARTBEAT));
        sources.add(new ProjectRoutes(
                foundation.projects(),
                polls,
                foundation.journal(),
                foundation.deliveries(),
                hook -> parts.forEach(part -> part.onHook(hook))));
        sources.add(new ReaderRoutes(foundation.readers()));
        sources.add(new AuditRoutes(foundation.database()));
        sources.add(new SecretRoutes(new SecretStore(foundation.database(), foundation.keyring(), foundation.clock())));
        sources.add(new VariableRoutes(new VariableStore(foundation.database(), foundation.clock())));
        parts.forEach(part -> sources.addAll(part.routes()));
        return sources;
    }

    private WebServer.Settings settings() {
        ServerConfig config = foundation.config();
        return new WebServer.Settings(
                config.listen().host(),
                config.listen().port(),
                AllowedHosts.loopbackAnd(config.allowedHosts()),
                new SessionCookie(config.secure()),
                LARGEST_BODY);
    }

    private void mount(ServletContextHandler context, Authenticator authenticator) {
        mountGit(context, authenticator);
        parts.forEach(part -> part.mount(context, authenticator));
    }

    /** Links to runs go before git, whose paths they share. */
    private void mountGit(ServletContextHandler context, Authenticator authenticator) {
        GitEndpoint git = new GitEndpoint(
                foundation.repositories(),
                this::check,
                foundation.journal(),
                foundation.deliveries(),
                push -> parts.stream()
                        .flatMap(part -> part.started(push).stream())
                        .toList(),
                foundation.ids(),
                foundation.clock(),
                GitEndpoint.Limits.of(foundation.config().largestPackBytes()));
        context.addFilter(
                new FilterHolder(new RunLinks()), "/" + GitAccess.OWNER + "/*", EnumSet.of(DispatcherType.REQUEST));
        FilterHolder access = new FilterHolder(
                new GitAccess(authenticator, foundation.projects(), foundation.jobKeys(), foundation.readers()));
        access.setAsyncSupported(true);
        for (String path : GitAccess.PATTERNS) {
            context.addFilter(access, path, EnumSet.of(DispatcherType.REQUEST));
            context.addServlet(new ServletHolder(git.servlet()), path);
        }
    }

    private List<Finding> check(String project, String ref, Map<String, String> files) {
        return parts.stream()
                .flatMap(part -> part.check(project, ref, files).stream())
                .toList();
    }

    private void onPush(Push push) {
        parts.forEach(part -> part.onPush(push));
    }

    /** Picks up what was left, then listens. */
    public void start() {
        parts.forEach(Part::start);
        foundation.deliveries().start(this::onPush);
        polls.start();
        web.start();
        parts.forEach(part -> part.listening(web));
    }

    /** Begins what the start shall not wait for. */
    public void ready() {
        parts.forEach(Part::ready);
    }

    /** Everything that the server answers to. */
    public Routes routes() {
        return routes;
    }

    public int port() {
        return web.port();
    }

    /** Stops listening first, then what works in the background, each after what it needs. */
    @Override
    public void close() {
        web.close();
        polls.close();
        foundation.deliveries().close();
        parts.reversed().forEach(Part::close);
    }
}

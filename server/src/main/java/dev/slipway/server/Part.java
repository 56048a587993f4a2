package dev.slipway.server;

import dev.slipway.kernel.Finding;
import dev.slipway.server.git.Push;
import dev.slipway.server.project.Hook;
import dev.slipway.server.web.Authenticator;
import dev.slipway.server.web.HealthPart;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.WebServer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/**
 * An engine that is plugged into the server: runs, rollouts, the web UI. It is made before the server listens, started
 * after the schema is there and before the first request, and closed in the reverse order.
 */
public interface Part extends AutoCloseable {

    default List<RouteSource> routes() {
        return List.of();
    }

    default List<HealthPart> health() {
        return List.of();
    }

    /** As {@link dev.slipway.server.git.PushCheck#check}. */
    default List<Finding> check(String project, String ref, Map<String, String> files) {
        return List.of();
    }

    /** As {@link dev.slipway.server.git.PushListener#onPush}. */
    default void onPush(Push push) {}

    /** As {@link Hook.Listener#onHook}. */
    default void onHook(Hook hook) {}

    /** Adds servlets with paths of their own, which see to access themselves. */
    default void mount(ServletContextHandler context, Authenticator authenticator) {}

    /** As {@link dev.slipway.server.git.PushReport#lines}. */
    default List<String> started(Push push) {
        return List.of();
    }

    /** Picks up what an earlier life of the server left, and begins to work. */
    default void start() {}

    /** The server listens now. */
    default void listening(WebServer web) {}

    /** The server has announced itself: what nobody has to wait for begins now. */
    default void ready() {}

    @Override
    default void close() {}
}

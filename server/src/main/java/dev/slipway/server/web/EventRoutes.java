package dev.slipway.server.web;

import dev.slipway.server.account.Principal;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream by which pages and commands learn that something has changed, without asking again and again. */
public final class EventRoutes implements RouteSource {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

    private final Events events;
    private final Duration heartbeat;

    /** @param heartbeat time between two signs of life on a quiet stream */
    public EventRoutes(Events events, Duration heartbeat) {
        this.events = events;
        this.heartbeat = heartbeat;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/api/v1/events",
                Access.filtered(Scope.READ, Role.VIEWER),
                this::stream,
                "Server-sent events: `change` when something changed, `look-again` when too much did."));
    }

    private void stream(Exchange exchange) throws InterruptedException {
        Principal principal = exchange.principal();
        try (Events.Subscription subscription = events.subscribe(principal::mayReach)) {
            EventStream stream = exchange.stream();
            while (!subscription.ended()) {
                send(stream, subscription.next(heartbeat));
            }
        } catch (IOException e) {
            LOG.debug("{} no longer watches", principal.name(), e);
        }
    }

    private static void send(EventStream stream, Optional<Events.Message> message) throws IOException {
        if (message.isEmpty()) {
            stream.heartbeat();
            return;
        }
        switch (message.get()) {
            case Events.Message.Changed(Change change) -> stream.send("change", Optional.empty(), change);
            case Events.Message.LookAgain _ -> stream.send("look-again", Optional.empty(), Map.of());
            case Events.Message.Ended _ -> {}
        }
    }
}

package dev.slipway.server;

import dev.slipway.delivery.port.Platform;
import dev.slipway.server.git.Push;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.ui.Ui;
import dev.slipway.server.web.HealthPart;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.server.web.WebServer;
import java.util.List;
import java.util.stream.Stream;

/** What watches, at work beside its pages, over a platform where nothing runs. */
record Watching(WatchPart watch, Ui.Look look) implements Part {

    static Watching over(Foundation base) {
        Platform platform = new Engines.NoInstances();
        return new Watching(
                new WatchPart(base, WatchedSeries.of(base), platform, new Plans(Books.of(base.database())), order -> {
                    throw new IllegalStateException("nothing to roll back here: " + order);
                }),
                new Ui.Look(new SessionCookie(false), base.clock()));
    }

    @Override
    public List<RouteSource> routes() {
        return Stream.concat(watch.routes().stream(), Stream.of(look.watching(watch.sources())))
                .toList();
    }

    @Override
    public List<HealthPart> health() {
        return watch.health();
    }

    @Override
    public void onPush(Push push) {
        watch.onPush(push);
    }

    @Override
    public void listening(WebServer web) {
        watch.listening(web);
    }

    @Override
    public void ready() {
        watch.ready();
    }

    @Override
    public void close() {
        watch.close();
    }
}

package dev.slipway.server.ui;

import dev.slipway.server.account.Teams;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Lanes;
import dev.slipway.server.web.ErrorPage;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.SessionCookie;
import java.time.InstantSource;
import java.util.List;

/** The web UI: all of its routes, and the page that shows problems. */
public final class Ui implements RouteSource {

    private final List<RouteSource> sources;

    /** @param look made first, because the server wants its error page before there are parts */
    public Ui(UiParts parts, Look look) {
        this.sources = List.of(
                look.assets,
                new OverviewPage(parts, look.pages),
                new ProjectPage(parts, look.pages),
                new EnvironmentPage(parts, look.pages),
                new InstancePage(parts, look.pages),
                new ServicePage(parts, look.pages),
                new RunPage(parts, look.pages),
                new RolloutPage(parts, look.pages),
                new ReleasePage(parts, look.pages),
                new LanesPage(new Lanes(Books.of(parts.database())), look.pages),
                new AuditPage(parts, look.pages));
    }

    @Override
    public List<Route> routes() {
        return sources.stream().flatMap(source -> source.routes().stream()).toList();
    }

    /** Templates and static files, which need nothing of the server. */
    public static final class Look {

        private final StaticFiles assets = new StaticFiles();
        private final Pages pages;

        public Look(SessionCookie cookie, InstantSource clock) {
            this.pages = new Pages(assets, cookie, clock);
        }

        /** The pages of what is watched. */
        public RouteSource watching(WatchSources sources) {
            List<RouteSource> both = List.of(
                    new WatchPages(sources, pages),
                    new AlertsPage(sources, pages),
                    new IncidentsPage(sources.incidents(), pages));
            return () ->
                    both.stream().flatMap(source -> source.routes().stream()).toList();
        }

        /** The page of teams. */
        public RouteSource teams(Teams teams) {
            return new TeamPage(teams, pages);
        }

        /** Shows problems in the UI's dress. */
        public ErrorPage errorPage() {
            return pages;
        }
    }
}

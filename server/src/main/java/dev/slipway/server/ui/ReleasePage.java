package dev.slipway.server.ui;

import dev.slipway.delivery.config.ConfigDiff;
import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.Commit;
import dev.slipway.server.rollout.RolloutView;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.rollout.Releases;
import java.util.List;
import java.util.Optional;

/** One release: what it is made of, what is new in it, where it went. */
final class ReleasePage implements RouteSource {

    private static final int SEARCHED = 500;
    private static final int MOST_COMMITS = 50;

    private final UiParts parts;
    private final Pages pages;
    private final Releases releases = new Releases();

    ReleasePage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/releases/{release}",
                Access.lookedUp(
                        Scope.READ, Role.VIEWER, exchange -> release(exchange).project()),
                this::show,
                "Page: one release."));
    }

    private Release release(Exchange exchange) {
        return parts.overview().release(exchange.path("release"));
    }

    private void show(Exchange exchange) {
        Release release = release(exchange);
        Optional<Release> previous = parts.overview().releases(release.project(), SEARCHED).stream()
                .filter(other -> other.createdAt().isBefore(release.createdAt()))
                .findFirst();
        List<RolloutView> rollouts = parts.overview().brief(release.project(), SEARCHED).stream()
                .filter(rollout -> rollout.release().equals(release.id()))
                .toList();
        ReleaseView view = new ReleaseView(
                release,
                previous,
                commits(release, previous),
                changes(release, previous),
                rollouts,
                parts.database().read(sql -> releases.configText(sql, release.id())));
        String project = "/projects/" + release.project();
        Frame frame = pages.frame(
                exchange,
                release.id(),
                new Crumb(release.project(), project),
                new Crumb("Releases", project + "/releases"));
        pages.show(exchange, "release", frame, view);
    }

    private List<ConfigDiff.Change> changes(Release release, Optional<Release> previous) {
        return previous.map(before -> ConfigDiff.between(
                        parts.plans().release(before.id()).config(),
                        parts.plans().release(release.id()).config()))
                .orElse(List.of());
    }

    /** A rewritten history may have lost the commit; the release is shown all the same. */
    private Optional<List<Commit>> commits(Release release, Optional<Release> previous) {
        try {
            return Optional.of(parts.history()
                    .between(release.project(), previous.map(Release::commit), release.commit(), MOST_COMMITS));
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw problem;
        }
    }
}

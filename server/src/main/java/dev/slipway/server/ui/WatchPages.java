package dev.slipway.server.ui;

import dev.slipway.observe.alert.Silence;
import dev.slipway.observe.scrape.TargetStatus;
import dev.slipway.promql.rule.Alert;
import dev.slipway.promql.rule.AlertState;
import dev.slipway.server.account.Principal;
import dev.slipway.server.rule.RuleStatus;
import dev.slipway.server.rule.Rulebook;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.watch.NoticeRows;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is watched: a question with its graph, alerts with what was told of them, targets. */
final class WatchPages implements RouteSource {

    private static final int NOTICES = 50;
    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);

    private final WatchSources sources;
    private final Pages pages;
    private final StatusPage status;

    WatchPages(WatchSources sources, Pages pages) {
        this.sources = sources;
        this.pages = pages;
        this.status = new StatusPage(sources.probes(), pages);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                status.route(),
                new Route(Method.GET, "/query", READ, this::query, "Page: ask metrics, as a graph and a table."),
                new Route(Method.GET, "/alerts", READ, this::alerts, "Page: alerts, silences, and what was told."),
                new Route(Method.GET, "/probes", READ, this::probes, "Page: probes, and how they did for a day."),
                new Route(Method.GET, "/targets", READ, this::targets, "Page: what is scraped, and how that goes."));
    }

    private void query(Exchange exchange) {
        pages.show(
                exchange,
                "query",
                pages.frame(exchange, "Query"),
                exchange.query("expr").orElse(""));
    }

    private void probes(Exchange exchange) {
        ProbeView view = ProbeView.of(sources.probes().of(exchange.principal()));
        pages.show(exchange, "probes", pages.frame(exchange, "Probes"), view);
    }

    private void targets(Exchange exchange) {
        List<WatchView.Row> rows = sources.watch().ready().stream()
                .flatMap(station -> station.scraper().targets().stream())
                .filter(status ->
                        mayKnow(exchange.principal(), status.target().labels().get("project")))
                .map(WatchPages::row)
                .toList();
        WatchView view = new WatchView(
                List.of(new WatchView.Section("Targets", "Nothing is scraped yet: the store is being opened.", rows)));
        pages.show(exchange, "watch", pages.frame(exchange, "Targets"), view);
    }

    private static WatchView.Row row(TargetStatus status) {
        Label state = switch (status.health()) {
            case UP -> new Label(Tone.GOOD, "up");
            case DOWN -> new Label(Tone.BAD, "down");
            case UNKNOWN -> new Label(Tone.IDLE, "not yet");
        };
        String error = Optional.ofNullable(status.lastError())
                .orElse(status.samples() + " samples in "
                        + status.lastDuration().toMillis() + " ms");
        return new WatchView.Row(
                state,
                status.target().job() + " " + status.target().labels().get("instance"),
                status.target().url() + " · " + error,
                "",
                Optional.ofNullable(status.lastScrape()));
    }

    private static boolean mayKnow(Principal who, String project) {
        return who.project().isEmpty() || who.project().get().equals(project);
    }

    private void alerts(Exchange exchange) {
        Principal who = exchange.principal();
        boolean all = who.project().isEmpty();
        Frame frame = pages.frame(exchange, "Alerts");
        WatchView view = new WatchView(List.of(
                new WatchView.Section("Alerts", "Nothing is wrong, as far as the rules say.", active(who)),
                new WatchView.Section("Rules that fail", "Every rule can be evaluated.", failing(who)),
                new WatchView.Section("Silences", "Nothing is held back.", all ? silences(frame.now()) : List.of()),
                new WatchView.Section("Told", "Nobody was told of anything yet.", all ? notices() : List.of())));
        pages.show(exchange, "watch", frame, view);
    }

    private Stream<RuleStatus> rules(Principal who) {
        return sources.rulebook().get().map(Rulebook::statuses).orElse(List.of()).stream()
                .filter(rule -> mayKnow(who, rule.group().source()));
    }

    private List<WatchView.Row> active(Principal who) {
        return rules(who)
                .flatMap(rule -> rule.run().alerts().values().stream()
                        .filter(Alert::isActive)
                        .map(alert -> row(rule, alert)))
                .toList();
    }

    private static WatchView.Row row(RuleStatus rule, Alert alert) {
        Tone tone = switch (alert.state()) {
            case PENDING -> Tone.WAIT;
            case FIRING -> Tone.BAD;
            case UNKNOWN -> Tone.WARN;
            case INACTIVE -> Tone.IDLE;
        };
        String words = alert.state() == AlertState.UNKNOWN
                ? "no data"
                : alert.state().name().toLowerCase(Locale.ROOT);
        return new WatchView.Row(
                new Label(tone, words),
                rule.rule().name(),
                alert.labels() + (alert.annotations().isEmpty() ? "" : " · " + alert.annotations()),
                "/query?expr=" + URLEncoder.encode(rule.rule().query().text(), StandardCharsets.UTF_8),
                Optional.of(Instant.ofEpochMilli(alert.activeAtMillis())));
    }

    private List<WatchView.Row> failing(Principal who) {
        return rules(who)
                .filter(rule -> rule.error().isPresent())
                .map(rule -> new WatchView.Row(
                        new Label(Tone.BAD, "fails"),
                        rule.rule().name(),
                        rule.error().orElse(""),
                        "",
                        rule.at()))
                .toList();
    }

    private List<WatchView.Row> silences(Instant now) {
        return sources.alerting().get().stream()
                .flatMap(alerting -> alerting.book().silences().stream())
                .filter(silence -> silence.phase(now) != Silence.Phase.EXPIRED)
                .map(silence -> new WatchView.Row(
                        new Label(Tone.WAIT, silence.phase(now).name().toLowerCase(Locale.ROOT)),
                        silence.matchers().toString(),
                        silence.createdBy() + " · " + silence.comment() + " · until " + Moments.exact(silence.endsAt()),
                        "",
                        Optional.of(silence.startsAt())))
                .toList();
    }

    private List<WatchView.Row> notices() {
        return sources.alerting().get().stream()
                .flatMap(alerting -> alerting.outbox().newest(NOTICES).stream())
                .map(WatchPages::row)
                .toList();
    }

    private static WatchView.Row row(NoticeRows.Row notice) {
        Label state = switch (notice.state()) {
            case PENDING -> new Label(Tone.BUSY, notice.attempts() == 0 ? "to be sent" : "tried again");
            case SENT -> new Label(Tone.GOOD, "sent");
            case FAILED -> new Label(Tone.BAD, "failed");
            case SUPERSEDED -> new Label(Tone.IDLE, "superseded");
        };
        String attempts = notice.attempts() + (notice.attempts() == 1 ? " attempt" : " attempts");
        return new WatchView.Row(
                state,
                notice.receiver() + " by " + notice.integration(),
                attempts + (notice.error().isEmpty() ? "" : " · " + notice.error()),
                "",
                Optional.of(notice.createdAt()));
    }
}

package dev.slipway.server.ui;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.alert.Silence;
import dev.slipway.promql.rule.Alert;
import dev.slipway.promql.rule.AlertState;
import dev.slipway.server.account.Principal;
import dev.slipway.server.alert.Alerting;
import dev.slipway.server.alert.Signpost;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Alerts, who has taken them, what was told of them, and where one would go. */
final class AlertsPage implements RouteSource {

    private static final int NOTICES = 50;
    private static final String PATH = "/alerts";
    private static final Access WRITE = Access.wholeServer(Scope.WRITE, Role.MAINTAINER);

    private final WatchSources sources;
    private final Pages pages;

    AlertsPage(WatchSources sources, Pages pages) {
        this.sources = sources;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        PATH,
                        Access.filtered(Scope.READ, Role.VIEWER),
                        this::alerts,
                        "Page: alerts, silences, and what was told."),
                new Route(Method.POST, PATH + "/{alert}/take", WRITE, this::take, "Form of the page: take an alert."),
                new Route(
                        Method.POST,
                        PATH + "/{alert}/give-back",
                        WRITE,
                        this::giveBack,
                        "Form of the page: give an alert back."));
    }

    private void alerts(Exchange exchange) {
        Principal who = exchange.principal();
        boolean all = who.project().isEmpty();
        Frame frame = pages.frame(exchange, "Alerts");
        WatchView lists = new WatchView(List.of(
                new WatchView.Section("Alerts", "Nothing is wrong, as far as the rules say.", active(who)),
                new WatchView.Section("Rules that fail", "Every rule can be evaluated.", failing(who)),
                new WatchView.Section("Silences", "Nothing is held back.", all ? silences(frame.now()) : List.of()),
                new WatchView.Section("Told", "Nobody was told of anything yet.", all ? notices() : List.of())));
        boolean may = who.may(Role.MAINTAINER, Scope.WRITE, "");
        String asked = exchange.query("labels").orElse("");
        pages.show(
                exchange,
                "alerts",
                frame,
                new AlertsView(
                        lists,
                        all ? firing(frame.now()) : List.of(),
                        may,
                        asked,
                        all ? ways(asked, frame.now()) : List.of()));
    }

    private List<AlertsView.Firing> firing(Instant now) {
        return sources.alerting().get().stream()
                .flatMap(alerting -> alerting.book().alerts().stream()
                        .filter(alert -> !alert.isResolved(now))
                        .sorted(Comparator.comparing(PostedAlert::startsAt))
                        .map(alert -> firing(alerting, alert)))
                .toList();
    }

    private static AlertsView.Firing firing(Alerting alerting, PostedAlert alert) {
        String taken = alerting.acknowledgements()
                .of(alert)
                .map(row -> row.by() + (row.comment().isEmpty() ? "" : ": " + row.comment()))
                .orElse("");
        return new AlertsView.Firing(
                alert.fingerprint(), alert.name(), alert.labels().toString(), alert.startsAt(), taken);
    }

    /** One line for each who would be told; a line that says so when the labels cannot be read. */
    private List<String> ways(String labels, Instant now) {
        if (labels.isBlank() || sources.alerting().get().isEmpty()) {
            return List.of();
        }
        try {
            List<String> texts = Arrays.stream(labels.strip().split("[\\s,]+")).toList();
            Signpost post = Signpost.of(sources.alerting().get().get().routing(), Signpost.labels(texts), now);
            return Stream.concat(
                            post.ways().stream().map(AlertsPage::words),
                            post.later().stream()
                                    .map(later -> "after " + Math.round(later.afterSeconds() / 60)
                                            + " min without anybody: " + later.person()))
                    .toList();
        } catch (Problem problem) {
            return List.of(problem.message());
        }
    }

    private static String words(Signpost.Way way) {
        String person = way.person().equals(way.receiver()) ? "" : ", now " + way.person();
        String by = way.by().isEmpty() ? "nobody is told" : String.join(", ", way.by());
        return way.receiver() + person + ": " + by + (way.muted() ? ", but not at this time" : "") + " (" + way.route()
                + ")";
    }

    private Alerting alerting() {
        return sources.alerting()
                .get()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "not-watching",
                        "alerts are not routed yet",
                        "try again in a moment"));
    }

    private void take(Exchange exchange) {
        alerting()
                .take(
                        exchange.path("alert"),
                        exchange.principal().name(),
                        exchange.form().getOrDefault("comment", ""),
                        pages.now());
        exchange.seeOther(PATH);
    }

    private void giveBack(Exchange exchange) {
        alerting().giveBack(exchange.path("alert"));
        exchange.seeOther(PATH);
    }

    private Stream<RuleStatus> rules(Principal who) {
        return sources.rulebook().get().map(Rulebook::statuses).orElse(List.of()).stream()
                .filter(rule -> WatchPages.mayKnow(who, rule.group().source()));
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
                .map(AlertsPage::row)
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

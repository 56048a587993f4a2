package dev.slipway.server.alert;

import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.promql.rule.Alert;
import dev.slipway.server.rule.RuleNews;
import dev.slipway.store.Database;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/** Where alerts come in: from rules, in the transaction that keeps what they have come to, and from programs. */
public final class AlertDesk implements RuleNews {

    private final Database database;
    private final AlertBook book;
    private final Dispatch dispatch;
    private final String externalUrl;
    private final Consumer<PostedAlert> news;

    /**
     * @param externalUrl under which people reach this server
     * @param news told of every alert that has changed
     */
    public AlertDesk(
            Database database, AlertBook book, Dispatch dispatch, String externalUrl, Consumer<PostedAlert> news) {
        this.database = database;
        this.book = book;
        this.dispatch = dispatch;
        this.externalUrl = externalUrl;
        this.news = news;
    }

    private void changed(PostedAlert alert) {
        dispatch.offer(alert);
        news.accept(alert);
    }

    @Override
    public void evaluated(DSLContext sql, Evaluated rule, Collection<Alert> begun, Collection<Alert> told) {
        List<PostedAlert> posted =
                told.stream().map(alert -> posted(rule, alert)).toList();
        book.put(sql, posted, this::changed);
        if (rule.rollsBack()) {
            for (Alert alert : begun) {
                dispatch.order(
                        sql,
                        RollbackOrder.of(alert.labels().asMap()),
                        posted(rule, alert).fingerprint());
            }
        }
    }

    private PostedAlert posted(Evaluated rule, Alert alert) {
        Optional<Instant> end = alert.isActive()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(
                        alert.resolvedAtMillis().orElse(rule.at().toEpochMilli())));
        return new PostedAlert(
                alert.labels(),
                alert.annotations().asMap(),
                rule.source(),
                Instant.ofEpochMilli(alert.firedAtMillis().orElse(alert.activeAtMillis())),
                end,
                rule.at(),
                externalUrl + "/query?expr=" + URLEncoder.encode(rule.expression(), StandardCharsets.UTF_8));
    }

    /** Alerts that a program posts. */
    void post(List<PostedAlert> alerts) {
        database.execute(sql -> book.put(sql, alerts, this::changed));
    }
}

package dev.slipway.server.alert;

import dev.slipway.kernel.Json;
import dev.slipway.observe.alert.MatcherText;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.alert.Silence;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.store.Database;
import dev.slipway.store.watch.AlertRows;
import dev.slipway.store.watch.SilenceRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import tools.jackson.core.type.TypeReference;

/** All alerts and silences that matter now: in memory for those who ask, in the database for the next life. */
public final class AlertBook {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Database database;
    private final Map<String, PostedAlert> alerts = new ConcurrentHashMap<>();
    private final Map<String, Silence> silences = new ConcurrentHashMap<>();

    /** Reads what an earlier life left. */
    public AlertBook(Database database) {
        this.database = database;
        database.read(AlertRows::all).forEach(row -> alerts.put(row.id(), alert(row)));
        database.read(SilenceRows::all).forEach(row -> silences.put(row.id(), silence(row)));
    }

    public Collection<PostedAlert> alerts() {
        return List.copyOf(alerts.values());
    }

    public Collection<Silence> silences() {
        return List.copyOf(silences.values());
    }

    public Optional<Silence> silence(String id) {
        return Optional.ofNullable(silences.get(id));
    }

    /** Writes alerts within a transaction; those that have not changed cost nothing. */
    void put(DSLContext sql, List<PostedAlert> posted, Consumer<PostedAlert> changed) {
        for (PostedAlert alert : posted) {
            PostedAlert known = alerts.get(alert.fingerprint());
            if (known == null && alert.isResolved(alert.updatedAt())) {
                continue;
            }
            PostedAlert merged = known == null ? alert : merged(known, alert);
            if (known == null || !same(known, merged)) {
                AlertRows.put(sql, row(merged));
                Database.afterCommit(sql, () -> {
                    alerts.put(merged.fingerprint(), merged);
                    changed.accept(merged);
                });
            }
        }
    }

    /** One that fires on keeps its start. */
    private static PostedAlert merged(PostedAlert known, PostedAlert posted) {
        boolean again = known.isResolved(posted.startsAt());
        Instant start = again || posted.startsAt().isBefore(known.startsAt()) ? posted.startsAt() : known.startsAt();
        return new PostedAlert(
                posted.labels(),
                posted.annotations(),
                posted.source(),
                start,
                posted.endsAt(),
                posted.updatedAt(),
                posted.generatorUrl());
    }

    private static boolean same(PostedAlert known, PostedAlert now) {
        return known.annotations().equals(now.annotations())
                && known.endsAt().equals(now.endsAt())
                && known.startsAt().equals(now.startsAt());
    }

    /** It has ended, and all who should know are told or will be. */
    void forget(DSLContext sql, PostedAlert alert) {
        AlertRows.delete(sql, alert.fingerprint());
        Database.afterCommit(sql, () -> alerts.remove(alert.fingerprint(), alert));
    }

    /** Sets a silence, new or changed. */
    public void put(Silence silence) {
        database.execute(sql -> SilenceRows.put(sql, row(silence)));
        silences.put(silence.id(), silence);
    }

    private static PostedAlert alert(AlertRows.Row row) {
        return new PostedAlert(
                Labels.of(Json.mapper().readValue(row.labels(), TEXTS)),
                Json.mapper().readValue(row.annotations(), TEXTS),
                row.source(),
                row.startsAt(),
                Optional.ofNullable(row.endsAt()),
                row.updatedAt(),
                row.generatorUrl());
    }

    private static AlertRows.Row row(PostedAlert alert) {
        return new AlertRows.Row(
                alert.fingerprint(),
                alert.source(),
                Json.write(alert.labels().asMap()),
                Json.write(alert.annotations()),
                alert.startsAt(),
                alert.endsAt().orElse(null),
                alert.updatedAt(),
                alert.generatorUrl());
    }

    private static Silence silence(SilenceRows.Row row) {
        List<Matcher> matchers = new ArrayList<>(MatcherText.read(row.matchers()));
        return new Silence(
                row.id(), matchers, row.startsAt(), row.endsAt(), row.createdBy(), row.comment(), row.updatedAt());
    }

    private static SilenceRows.Row row(Silence silence) {
        String matchers = silence.matchers().stream().map(Matcher::toString).collect(Collectors.joining(","));
        return new SilenceRows.Row(
                silence.id(),
                matchers,
                silence.startsAt(),
                silence.endsAt(),
                silence.createdBy(),
                silence.comment(),
                silence.updatedAt());
    }
}

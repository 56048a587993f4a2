package dev.slipway.server.alert;

import dev.slipway.kernel.Json;
import dev.slipway.observe.alert.Notice;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.oncall.Digest;
import dev.slipway.promql.series.Labels;
import dev.slipway.store.watch.NoticeKind;
import dev.slipway.store.watch.NoticeRows;
import dev.slipway.store.watch.NoticeState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** Sums up a day or a week: what fires, what was told how often, what did not arrive. */
record Digests(AlertBook book, String externalUrl) {

    private static final int MOST = 5000;
    private static final int SHOWN = 20;

    /** As an alert of its own, so that every receiver can be told. */
    PostedAlert of(DSLContext sql, Digest digest, Instant now) {
        Instant since = now.minus(digest.span());
        List<NoticeRows.Row> notices = NoticeRows.newest(sql, NoticeKind.ALERT, MOST).stream()
                .filter(notice -> !notice.createdAt().isBefore(since))
                .filter(notice -> !notice.receiver().equals(Teller.SELF))
                .toList();
        return new PostedAlert(
                Labels.of("alertname", "SlipwayDigest", "digest", digest.name(), "severity", "info"),
                Map.of("summary", summary(notices, now), "firing", firing(now), "alerts", alerts(notices)),
                Teller.SELF,
                now,
                Optional.empty(),
                now,
                externalUrl + "/alerts");
    }

    private String summary(List<NoticeRows.Row> notices, Instant now) {
        long firing =
                book.alerts().stream().filter(alert -> !alert.isResolved(now)).count();
        return firing + " alerts fire now; " + count(notices, NoticeState.SENT) + " notices were sent, "
                + count(notices, NoticeState.FAILED) + " failed, " + count(notices, NoticeState.PENDING) + " wait";
    }

    private static long count(List<NoticeRows.Row> notices, NoticeState state) {
        return notices.stream().filter(notice -> notice.state() == state).count();
    }

    private String firing(Instant now) {
        String names = book.alerts().stream()
                .filter(alert -> !alert.isResolved(now))
                .map(alert -> alert.labels().toString())
                .sorted()
                .limit(SHOWN)
                .collect(Collectors.joining("\n"));
        return names.isEmpty() ? "nothing" : names;
    }

    /** How many alerts of each name began or ended. */
    private static String alerts(List<NoticeRows.Row> notices) {
        Map<String, Set<String>> byName = new TreeMap<>();
        for (NoticeRows.Row notice : notices) {
            for (Notice.Told told : Json.read(notice.content(), Notice.class).alerts()) {
                byName.computeIfAbsent(told.labels().getOrDefault("alertname", ""), _ -> new HashSet<>())
                        .add(told.fingerprint() + told.startsAt());
            }
        }
        String lines = byName.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().size() + " times")
                .limit(SHOWN)
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? "none" : lines;
    }
}

package dev.slipway.store.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

class WatchRowsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Database open(TestDatabase database) {
        return Database.open(DatabaseAddress.of(database.address(), Path.of(".")));
    }

    private static NoticeRows.Row notice(String id, String group, long second) {
        return new NoticeRows.Row(
                id,
                NoticeKind.ALERT,
                group,
                "team",
                "webhook[0]",
                "{}",
                NoticeState.PENDING,
                0,
                NOW.plusSeconds(second),
                NOW.plusSeconds(second),
                null,
                "");
    }

    @EachDatabase
    void notice_waitsIsTriedAgainAndArrives(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> {
                NoticeRows.add(sql, notice("notice-1", "a", 0));
                NoticeRows.add(sql, notice("notice-2", "b", 5));
            });
            assertThat(due(database, NOW)).containsExactly("notice-1");
            database.execute(sql -> NoticeRows.again(sql, "notice-1", "HTTP 500", NOW.plusSeconds(10)));
            assertThat(database.<Optional<Instant>>read(sql -> NoticeRows.earliest(sql, NoticeKind.ALERT)))
                    .contains(NOW.plusSeconds(5));
            assertThat(due(database, NOW.plusSeconds(10))).containsExactly("notice-2", "notice-1");
            database.execute(sql -> NoticeRows.done(sql, "notice-1", NoticeState.SENT, "", NOW.plusSeconds(10)));
            assertThat(newest(database))
                    .extracting(NoticeRows.Row::id, NoticeRows.Row::state, NoticeRows.Row::attempts)
                    .containsExactly(
                            tuple("notice-2", NoticeState.PENDING, 0L), tuple("notice-1", NoticeState.SENT, 2L));
        }
    }

    @EachDatabase
    void newerNotice_takesThePlaceOfOneThatWaits(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> {
                NoticeRows.add(sql, notice("notice-1", "a", 0));
                NoticeRows.add(sql, notice("notice-2", "a", 1));
                NoticeRows.again(sql, "notice-1", "HTTP 500", NOW.plusSeconds(10));
            });
            assertThat(due(database, NOW.plusSeconds(60))).containsExactly("notice-2");
            assertThat(newest(database))
                    .extracting(NoticeRows.Row::id, NoticeRows.Row::state, NoticeRows.Row::doneAt)
                    .containsExactly(
                            tuple("notice-2", NoticeState.PENDING, null),
                            tuple("notice-1", NoticeState.SUPERSEDED, NOW.plusSeconds(1)));
        }
    }

    @EachDatabase
    void alertSilenceAndState_areReplacedByWhatIsNewer(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> {
                AlertRows.put(sql, alert(null));
                AlertRows.put(sql, alert(NOW.plusSeconds(9)));
                SilenceRows.put(sql, silence("ann"));
                SilenceRows.put(sql, silence("bob"));
                RuleStateRows.put(sql, "rule-1", "shop", "{}", NOW);
                RuleStateRows.put(sql, "rule-1", "shop", "{\"firing\":true}", NOW);
                NotifiedRows.put(sql, notified("[]"));
                NotifiedRows.put(sql, notified("[\"Down\"]"));
            });
            assertThat(database.<List<AlertRows.Row>>read(AlertRows::all)).containsExactly(alert(NOW.plusSeconds(9)));
            assertThat(database.<List<SilenceRows.Row>>read(SilenceRows::all)).containsExactly(silence("bob"));
            assertThat(database.<Map<String, RuleStateRows.Row>>read(RuleStateRows::all))
                    .isEqualTo(Map.of("rule-1", new RuleStateRows.Row("shop", "{\"firing\":true}")));
            assertThat(database.<Optional<NotifiedRows.Row>>read(sql -> found(sql)))
                    .contains(notified("[\"Down\"]"));
        }
    }

    @EachDatabase
    void whatIsOver_isForgotten(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> {
                AlertRows.put(sql, alert(null));
                AlertRows.delete(sql, alert(null).id());
                SilenceRows.put(sql, silence("ann"));
                SilenceRows.deleteEndedBefore(sql, NOW.plusSeconds(3601));
                RuleStateRows.put(sql, "rule-1", "shop", "{}", NOW);
                RuleStateRows.delete(sql, "rule-1");
                NotifiedRows.put(sql, notified("[]"));
                NotifiedRows.deleteBefore(sql, NOW.plusSeconds(1));
            });
            assertThat(database.<List<AlertRows.Row>>read(AlertRows::all)).isEmpty();
            assertThat(database.<List<SilenceRows.Row>>read(SilenceRows::all)).isEmpty();
            assertThat(database.<Map<String, RuleStateRows.Row>>read(RuleStateRows::all))
                    .isEmpty();
            assertThat(database.<Optional<NotifiedRows.Row>>read(sql -> found(sql)))
                    .isEmpty();
        }
    }

    private static List<String> due(Database database, Instant now) {
        return database.<List<NoticeRows.Row>>read(sql -> NoticeRows.due(sql, NoticeKind.ALERT, now, 10)).stream()
                .map(NoticeRows.Row::id)
                .toList();
    }

    private static List<NoticeRows.Row> newest(Database database) {
        return database.read(sql -> NoticeRows.newest(sql, NoticeKind.ALERT, 10));
    }

    private static Optional<NotifiedRows.Row> found(DSLContext sql) {
        return NotifiedRows.find(sql, "a", "team", "webhook[0]");
    }

    private static AlertRows.Row alert(@Nullable Instant endsAt) {
        return new AlertRows.Row("0123456789abcdef", "shop", "{}", "{}", NOW, endsAt, NOW, "http://127.0.0.1/graph");
    }

    private static SilenceRows.Row silence(String author) {
        return new SilenceRows.Row("silence-1", "[]", NOW, NOW.plusSeconds(3600), author, "known", NOW);
    }

    private static NotifiedRows.Row notified(String firing) {
        return new NotifiedRows.Row("a", "team", "webhook[0]", firing, "[]", NOW);
    }

    @EachDatabase
    void report_takesThePlaceOfTheOneBefore(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> {
                BeatRows.put(sql, new BeatRows.Row("shop", "backup", NOW, "disk full"));
                BeatRows.put(sql, new BeatRows.Row("shop", "backup", NOW.plusSeconds(60), ""));
                BeatRows.put(sql, new BeatRows.Row("blog", "backup", NOW, ""));
            });

            assertThat(database.<List<BeatRows.Row>>read(BeatRows::all))
                    .containsExactly(
                            new BeatRows.Row("blog", "backup", NOW, ""),
                            new BeatRows.Row("shop", "backup", NOW.plusSeconds(60), ""));
        }
    }

    @EachDatabase
    void outage_beginsOnceAndEnds(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> {
                OutageRows.begin(sql, new OutageRows.Row("shop", "web", NOW, null, "refused"));
                OutageRows.begin(sql, new OutageRows.Row("shop", "web", NOW.plusSeconds(9), null, "again"));
            });
            assertThat(database.<List<OutageRows.Row>>read(OutageRows::open))
                    .containsExactly(new OutageRows.Row("shop", "web", NOW, null, "refused"));

            database.execute(sql -> OutageRows.end(sql, "shop", "web", NOW.plusSeconds(60)));
            assertThat(database.<List<OutageRows.Row>>read(OutageRows::open)).isEmpty();
            database.execute(
                    sql -> OutageRows.begin(sql, new OutageRows.Row("shop", "web", NOW.plusSeconds(90), null, "late")));
            assertThat(database.<List<OutageRows.Row>>read(sql -> OutageRows.since(sql, "shop", NOW, 9)))
                    .extracting(OutageRows.Row::reason, OutageRows.Row::endedAt)
                    .containsExactly(tuple("late", null), tuple("refused", NOW.plusSeconds(60)));
            assertThat(database.<List<OutageRows.Row>>read(sql -> OutageRows.since(sql, "blog", NOW, 9)))
                    .isEmpty();
        }
    }
}

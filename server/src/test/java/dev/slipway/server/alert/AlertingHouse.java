package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.observe.alert.AlertFile;
import dev.slipway.observe.oncall.OnCallFile;
import dev.slipway.observe.scrape.ScrapeJob;
import dev.slipway.observe.store.Batch;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.query.Questions;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.rule.RuleFolder;
import dev.slipway.server.rule.Rulebook;
import dev.slipway.server.watch.Watch;
import dev.slipway.server.watch.WatchSettings;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.watch.NoticeState;
import dev.slipway.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rules over a real store and what follows from them, on a clock that the test sets; its life can end and go on. */
final class AlertingHouse implements AutoCloseable {

    final SettableClock clock;
    final Alerting alerting;
    final Rulebook rulebook;
    final List<RollbackOrder> orders = new CopyOnWriteArrayList<>();
    volatile boolean evaluates = true;
    private final Database database;
    private final Watch watch;

    AlertingHouse(Path folder, SettableClock clock, String alertmanager, String rules) {
        this(folder, clock, alertmanager, "{}", rules);
    }

    AlertingHouse(Path folder, SettableClock clock, String alertmanager, String onCall, String rules) {
        this.clock = clock;
        database = Database.open(DatabaseAddress.of(null, folder));
        watch = new Watch(folder.resolve("metrics"), folder, WatchSettings.of("30d", 1L << 30, "15s"), clock);
        watch.begin(_ -> {});
        await().until(() -> watch.ready().isPresent());
        alerting = Alerting.begin(
                database,
                rules(alertmanager, onCall),
                "http://slipway.example",
                order -> {
                    orders.add(order);
                    return "rolled back";
                },
                _ -> {},
                _ -> evaluates,
                clock);
        rulebook = new Rulebook(
                watch.station(),
                SeriesDesk.over(new Questions(watch)),
                database,
                "http://slipway.example",
                alerting.desk(),
                clock);
        follow(rules);
    }

    /** From here on this configuration holds. */
    void configure(String alertmanager) {
        alerting.use(rules(alertmanager, "{}"));
    }

    private static Routing.Rules rules(String alertmanager, String onCall) {
        AlertFile file = AlertFile.read("alertmanager.yml", alertmanager, Path.of("."))
                .file()
                .orElseThrow();
        OnCallFile.Reading reading = OnCallFile.read(
                "oncall.yml", onCall, Path.of("."), file.receivers().keySet());
        assertThat(reading.findings()).isEmpty();
        return new Routing.Rules(file, reading.file().orElseThrow());
    }

    void follow(String rules) {
        rulebook.follow(RuleFolder.groups("shop", Map.of(".slipway/rules/a.yml", rules)));
    }

    /** From here on these are scraped. */
    void scrape(List<ScrapeJob> jobs) {
        watch.station().scraper().follow(jobs);
    }

    void sample(double value, String... labels) {
        Batch batch = watch.station().store().batch();
        Labels named = Labels.of(labels).with("project", "shop");
        batch.add(named, clock.millis(), value);
        batch.commit();
    }

    /** A second passes, then all rules are evaluated. */
    void evaluate() {
        clock.advance(Duration.ofSeconds(1));
        rulebook.evaluate(clock.instant());
    }

    /** From here on the database takes no notices, as on a full disk. */
    void refuseNotices() {
        database.execute(sql -> sql.execute(
                "create trigger refusal before insert on notice begin select raise(abort, 'refused'); end"));
    }

    void takeNotices() {
        database.execute(sql -> sql.execute("drop trigger refusal"));
    }

    /** Until no notice is under way: a house that is closed before tells it again in its next life. */
    void awaitSent() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> alerting.outbox().newest(100).stream()
                        .noneMatch(notice -> notice.state() == NoticeState.PENDING));
    }

    @Override
    public void close() {
        rulebook.close();
        alerting.close();
        watch.close();
        database.close();
    }
}

package dev.slipway.server.probe;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.check.Beats;
import dev.slipway.observe.check.Doors;
import dev.slipway.observe.check.Prober;
import dev.slipway.observe.check.Trust;
import dev.slipway.observe.patrol.Patrol;
import dev.slipway.observe.patrol.PatrolNews;
import dev.slipway.observe.patrol.ProbeStatus;
import dev.slipway.observe.patrol.Standing;
import dev.slipway.observe.patrol.Watched;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.server.watch.WatchSettings;
import dev.slipway.store.Database;
import dev.slipway.store.watch.BeatRows;
import dev.slipway.store.watch.OutageRows;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** All probes at work, with what a restart must not forget: the newest reports, and what is down. */
public final class Probes implements Beats, PatrolNews, AutoCloseable {

    private final Database database;
    private final InstantSource clock;
    private final Consumer<Watched> news;
    private final Map<Key, Beat> beats = new ConcurrentHashMap<>();
    private final Patrol patrol;

    private record Key(String project, String probe) {}

    /** @param news told of every probe that counts as something else than before */
    public Probes(
            TimeSeriesStore store,
            Database database,
            WatchSettings settings,
            Consumer<Watched> news,
            InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.news = news;
        database.read(BeatRows::all)
                .forEach(row -> beats.put(new Key(row.project(), row.probe()), new Beat(row.heardAt(), row.trouble())));
        Prober prober =
                new Prober(new Doors(settings.privateProbes()), Trust.system(), settings.commandProbes(), this, clock);
        this.patrol = new Patrol(store, prober, this, clock);
    }

    /** From here on these are checked and no others. */
    public synchronized void follow(List<Watched> wanted) {
        Set<Key> known = new HashSet<>();
        wanted.forEach(each -> known.add(key(each)));
        Set<Key> down = new HashSet<>();
        database.execute(sql -> {
            for (OutageRows.Row outage : OutageRows.open(sql)) {
                Key key = new Key(outage.project(), outage.probe());
                if (known.contains(key)) {
                    down.add(key);
                } else {
                    OutageRows.end(sql, key.project, key.probe, clock.instant());
                }
            }
        });
        patrol.follow(wanted, each -> down.contains(key(each)) ? Standing.DOWN : Standing.UNKNOWN);
    }

    private static Key key(Watched watched) {
        return new Key(watched.project(), watched.endpoint().name());
    }

    /** Every probe with how it is doing, by project, group and name. */
    public List<ProbeStatus> statuses() {
        return patrol.statuses();
    }

    /** The outages of a project since then, newest first. */
    public List<OutageRows.Row> outages(String project, java.time.Instant since, int most) {
        return database.read(sql -> OutageRows.since(sql, project, since, most));
    }

    /**
     * Somebody reports by himself.
     *
     * @param trouble what is wrong; empty for all is well
     * @throws Problem NOT_FOUND, code {@code no-such-probe}, also for a probe that is asked instead
     */
    void report(String project, String probe, String trouble) {
        ProbeStatus found = find(project, probe);
        if (!(found.watched().endpoint().check() instanceof Check.Heartbeat)) {
            throw noProbe(project, probe, "only those under external-endpoints report by themselves");
        }
        Beat beat = new Beat(clock.instant(), trouble);
        database.execute(sql -> BeatRows.put(sql, new BeatRows.Row(project, probe, beat.at(), trouble)));
        beats.put(new Key(project, probe), beat);
        patrol.checkNow(project, probe);
    }

    /** Checks one now. @throws Problem NOT_FOUND, code {@code no-such-probe} */
    void checkNow(String project, String probe) {
        if (!patrol.checkNow(project, probe)) {
            throw noProbe(project, probe, "'slipway probes' lists those there are");
        }
    }

    private ProbeStatus find(String project, String probe) {
        return statuses().stream()
                .filter(status -> key(status.watched()).equals(new Key(project, probe)))
                .findFirst()
                .orElseThrow(() -> noProbe(project, probe, "'slipway probes' lists those there are"));
    }

    private static Problem noProbe(String project, String probe, String hint) {
        return Problem.of(
                Problem.Kind.NOT_FOUND, "no-such-probe", project + " has no such probe '" + probe + "'", hint);
    }

    @Override
    public Optional<Beat> last(String project, String probe) {
        return Optional.ofNullable(beats.get(new Key(project, probe)));
    }

    @Override
    public void changed(Standing.State before, ProbeStatus now) {
        Watched watched = now.watched();
        database.execute(sql -> {
            switch (now.standing().state()) {
                case DOWN ->
                    OutageRows.begin(
                            sql,
                            new OutageRows.Row(
                                    watched.project(), watched.endpoint().name(), now.since(), null, reason(now)));
                case UP ->
                    OutageRows.end(sql, watched.project(), watched.endpoint().name(), now.since());
                case UNKNOWN -> {}
            }
        });
        news.accept(watched);
    }

    private static String reason(ProbeStatus status) {
        return status.last()
                .map(outcome -> String.join("; ", outcome.complaints()))
                .orElse("");
    }

    @Override
    public void close() {
        patrol.close();
    }
}

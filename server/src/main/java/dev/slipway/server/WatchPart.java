package dev.slipway.server;

import dev.slipway.delivery.port.Platform;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.scrape.ScrapeJob;
import dev.slipway.server.alert.AlertFolder;
import dev.slipway.server.alert.AlertRoutes;
import dev.slipway.server.alert.Alerting;
import dev.slipway.server.alert.AlertingHealth;
import dev.slipway.server.alert.AlertmanagerRoutes;
import dev.slipway.server.alert.RollbackOrder;
import dev.slipway.server.git.Push;
import dev.slipway.server.incident.IncidentRoutes;
import dev.slipway.server.incident.Incidents;
import dev.slipway.server.probe.ProbeHistory;
import dev.slipway.server.probe.ProbeRoutes;
import dev.slipway.server.probe.Probes;
import dev.slipway.server.probe.ProjectProbes;
import dev.slipway.server.project.BranchFiles;
import dev.slipway.server.query.QueryRoutes;
import dev.slipway.server.query.RemoteWriteRoute;
import dev.slipway.server.query.StatusRoutes;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.rule.HomeRules;
import dev.slipway.server.rule.ProjectRules;
import dev.slipway.server.rule.RuleRoutes;
import dev.slipway.server.rule.Rulebook;
import dev.slipway.server.rule.WatchedGroup;
import dev.slipway.server.turn.TurnRoutes;
import dev.slipway.server.ui.WatchSources;
import dev.slipway.server.watch.Forwarding;
import dev.slipway.server.watch.HomeFiles;
import dev.slipway.server.watch.InstanceNews;
import dev.slipway.server.watch.OutsideSeries;
import dev.slipway.server.watch.ScrapeFolder;
import dev.slipway.server.watch.Station;
import dev.slipway.server.watch.Watch;
import dev.slipway.server.web.Change;
import dev.slipway.server.web.HealthPart;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.WebServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watching half of the server: metrics of what was delivered, questions about them, rules over them. */
final class WatchPart implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(WatchPart.class);

    private final Foundation foundation;
    private final Platform platform;
    private final Plans plans;
    private final Watch watch;
    private final WatchedSeries series;
    private final RollbackOrder.Executor rollbacks;
    private final BranchFiles files;
    private final ProjectRules rules;
    private final ProjectProbes projectProbes;
    private final Forwarding forwarding;
    private volatile int port;
    private volatile @Nullable InstanceNews news;
    private volatile @Nullable Alerting alerting;
    private volatile @Nullable Rulebook rulebook;
    private volatile @Nullable Probes probes;
    private volatile @Nullable HomeFiles homeFiles;
    private volatile List<ScrapeJob> scrapes = List.of();
    private volatile List<String> mistakes = List.of();
    private volatile List<String> outsideErrors = List.of();
    private final HomeRules homeRules = new HomeRules();
    private final Incidents incidents;

    /**
     * @param series are opened and closed by this
     * @param rollbacks carry out what alerts order
     */
    WatchPart(
            Foundation foundation,
            WatchedSeries series,
            Platform platform,
            Plans plans,
            RollbackOrder.Executor rollbacks) {
        this.foundation = foundation;
        this.platform = platform;
        this.plans = plans;
        this.rollbacks = rollbacks;
        this.files = new BranchFiles(foundation.projects(), foundation.repositories(), foundation.trees());
        this.rules = new ProjectRules(files);
        this.projectProbes = new ProjectProbes(files);
        this.forwarding = new Forwarding(foundation.home().root().resolve("remote-write"), foundation.clock());
        this.watch = series.watch();
        this.incidents = new Incidents(foundation.database(), foundation.clock());
        this.series = series;
    }

    @Override
    public List<RouteSource> routes() {
        return List.of(
                new QueryRoutes(series.desk(), foundation.clock()),
                new StatusRoutes(watch, Version.text(), foundation.clock().instant()),
                new IncidentRoutes(incidents),
                new TurnRoutes(foundation.database(), series.desk(), foundation.clock()),
                new RemoteWriteRoute(watch),
                new RuleRoutes(() -> Optional.ofNullable(rulebook)),
                new ProbeRoutes(() -> Optional.ofNullable(probes), foundation.clock()),
                new AlertRoutes(() -> Optional.ofNullable(alerting), foundation.clock()),
                new AlertmanagerRoutes(() -> Optional.ofNullable(alerting), foundation.clock()));
    }

    @Override
    public List<HealthPart> health() {
        return List.of(watch, series.outside(), forwarding, new AlertingHealth(() -> mistakes));
    }

    @Override
    public void listening(WebServer web) {
        port = web.port();
    }

    @Override
    public void ready() {
        watch.begin(this::opened);
    }

    private void opened(Station station) {
        ScrapeFolder.Read scrapesRead = followScrapes(station);
        homeRules.read(foundation.home().root(), scrapesRead);
        AlertFolder.Read alerts = beginAlerting(station, errors(scrapesRead));
        beginProbes(station);
        news = new InstanceNews(foundation.events(), station.scraper()::lookAgain);
        try {
            homeFiles = HomeFiles.watch(
                    foundation.home().root(),
                    Set.of(ScrapeFolder.NAME, AlertFolder.NAME, AlertFolder.ON_CALL, OutsideSeries.NAME),
                    () -> reload(station));
            followFiles(alerts);
        } catch (IOException e) {
            LOG.error(
                    "changes of {} are seen at the next start only",
                    foundation.home().root(),
                    e);
        }
    }

    private List<WatchedGroup> groups() {
        return Stream.concat(homeRules.groups().stream(), rules.groups().stream())
                .toList();
    }

    private List<String> errors(ScrapeFolder.Read scrapesRead) {
        return Stream.of(scrapesRead.errors(), homeRules.errors(), outsideErrors)
                .flatMap(List::stream)
                .toList();
    }

    private void followFiles(AlertFolder.Read read) {
        Optional.ofNullable(homeFiles)
                .ifPresent(
                        files -> files.follow(Stream.concat(read.templateFiles().stream(), homeRules.files().stream())
                                .toList()));
    }

    /** Scrapes what Slipway finds by itself, and what the home's file names. */
    private ScrapeFolder.Read followScrapes(Station station) {
        outsideErrors = series.outside().follow(foundation.home().root());
        List<ScrapeJob> own = ownJobs();
        ScrapeFolder.Read read = ScrapeFolder.read(foundation.home().root(), own);
        if (read.errors().isEmpty()) {
            scrapes = read.jobs();
            forwarding.follow(station.store(), read.remoteTargets());
        }
        read.errors().forEach(error -> LOG.error("{}", error));
        station.scraper().follow(Stream.concat(own.stream(), scrapes.stream()).toList());
        return read;
    }

    private AlertFolder.Read beginAlerting(Station station, List<String> errors) {
        AlertFolder.Read read = AlertFolder.read(foundation.home().root());
        mistakes = Stream.concat(read.errors().stream(), errors.stream()).toList();
        String url = foundation
                .config()
                .publicUrl()
                .orElse("http://" + foundation.config().listen().host() + ":" + port);
        Alerting begun = Alerting.begin(
                foundation.database(),
                read.rules(),
                url,
                rollbacks,
                this::publish,
                this::evaluates,
                foundation.clock());
        alerting = begun;
        Rulebook book =
                new Rulebook(station, series.desk(), foundation.database(), url, begun.desk(), foundation.clock());
        rulebook = book;
        followRules();
        begun.watchingBegan();
        return read;
    }

    private boolean evaluates(Instant at) {
        return Optional.ofNullable(rulebook).filter(book -> book.isOnTime(at)).isPresent();
    }

    /** A configuration with errors leaves the one before in force. */
    private void reload(Station station) {
        ScrapeFolder.Read scrapesRead = followScrapes(station);
        homeRules.read(foundation.home().root(), scrapesRead);
        AlertFolder.Read read = AlertFolder.read(foundation.home().root());
        if (read.errors().isEmpty()) {
            Optional.ofNullable(alerting).ifPresent(begun -> begun.use(read.rules()));
        }
        followRules();
        mistakes = Stream.concat(read.errors().stream(), errors(scrapesRead).stream())
                .toList();
        followFiles(read);
        LOG.info("the configuration of watching was read again, with {} errors", mistakes.size());
    }

    private void beginProbes(Station station) {
        Probes begun = new Probes(
                station.store(),
                foundation.database(),
                foundation.config().watch(),
                watched -> foundation
                        .events()
                        .publish(
                                new Change(Change.Kind.PROBE, watched.endpoint().name(), watched.project())),
                foundation.clock());
        probes = begun;
        followProbes();
    }

    /** One at a time, so that what was read before a push is not followed after it. */
    private synchronized void followRules() {
        Optional.ofNullable(rulebook).ifPresent(book -> book.follow(groups()));
    }

    /** One at a time, as the rules. */
    private synchronized void followProbes() {
        Optional.ofNullable(probes).ifPresent(found -> found.follow(projectProbes.watched()));
    }

    private void publish(PostedAlert alert) {
        foundation
                .events()
                .publish(new Change(
                        Change.Kind.ALERT, alert.fingerprint(), alert.labels().get("project")));
    }

    /** What the pages show. */
    WatchSources sources() {
        return new WatchSources(
                watch,
                series.outside(),
                () -> Optional.ofNullable(rulebook),
                () -> Optional.ofNullable(alerting),
                new ProbeHistory(
                        () -> Optional.ofNullable(probes), series.desk().own(), foundation.clock()),
                incidents);
    }

    /** A push may have changed the rules and probes of its project. */
    @Override
    public void onPush(Push push) {
        if (!files.concerns(push.project(), push.ref())) {
            return;
        }
        followRules();
        followProbes();
    }

    private List<ScrapeJob> ownJobs() {
        return new OwnJobs(foundation, platform, plans).jobs(port);
    }

    @Override
    public void close() {
        stopListening();
        InstanceNews listening = news;
        if (listening != null) {
            listening.close();
        }
        Optional.ofNullable(probes).ifPresent(Probes::close);
        Rulebook book = rulebook;
        if (book != null) {
            book.close();
        }
        Alerting begun = alerting;
        if (begun != null) {
            begun.close();
        }
        forwarding.close();
        series.outside().close();
        watch.close();
    }

    private void stopListening() {
        HomeFiles followed = homeFiles;
        if (followed == null) {
            return;
        }
        try {
            followed.close();
        } catch (IOException e) {
            LOG.warn("the home's files could not be left alone", e);
        }
    }
}

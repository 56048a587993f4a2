package dev.slipway.server.query;

import dev.slipway.observe.exposition.MetricFamily;
import dev.slipway.observe.scrape.Scraper;
import dev.slipway.observe.scrape.TargetStatus;
import dev.slipway.observe.store.StoreStatus;
import dev.slipway.server.account.Principal;
import dev.slipway.server.watch.Watch;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What is scraped and how the store is, in the words of Prometheus. */
public final class StatusRoutes implements RouteSource {

    /** What clients take this server for: they switch features by it. */
    private static final String PROMETHEUS = "3.0.0";

    private static final String API = QueryRoutes.ROOT + "/api/v1";
    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);
    private static final Access WHOLE = Access.wholeServer(Scope.READ, Role.VIEWER);

    private final Watch watch;
    private final String version;
    private final Instant started;

    public StatusRoutes(Watch watch, String version, Instant started) {
        this.watch = watch;
        this.version = version;
        this.started = started;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/metadata", READ, this::metadata, "Prometheus: types and help of metrics."),
                get("/targets", READ, this::targets, "Prometheus: what is scraped, and how that goes."),
                get("/scrape_pools", READ, this::pools, "Prometheus: names of scrape jobs."),
                get("/alertmanagers", WHOLE, _ -> alertmanagers(), "Prometheus: none, for alerts are routed here."),
                get("/status/walreplay", READ, this::replay, "Prometheus: whether the log has been read."),
                get("/status/buildinfo", READ, _ -> build(), "Prometheus: which version this is."),
                get("/status/runtimeinfo", WHOLE, _ -> runtime(), "Prometheus: how the server runs."),
                get("/status/tsdb", WHOLE, _ -> store(), "Prometheus: how the store is."),
                get("/status/flags", WHOLE, _ -> flags(), "Prometheus: settings of the store."),
                get(
                        "/status/config",
                        WHOLE,
                        _ -> Map.of("yaml", ""),
                        "Prometheus: always empty; settings are Slipway's."),
                plain("/-/healthy", "Prometheus: whether the server answers."),
                plain("/-/ready", "Prometheus: whether the store is open."));
    }

    private static Route get(String path, Access access, Function<Exchange, Object> answer, String summary) {
        return new Route(Method.GET, API + path, access, Reply.data(answer), summary);
    }

    private Route plain(String path, String summary) {
        return new Route(
                Method.GET,
                QueryRoutes.ROOT + path,
                READ,
                Reply.guarded(exchange -> {
                    watch.station();
                    exchange.http().contentType("text/plain").result("Slipway is ready.\n");
                }),
                summary);
    }

    private Object metadata(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        Optional<String> metric = asked.first("metric");
        Map<String, Object> found = new TreeMap<>();
        watch.station().scraper().metadata().values().stream()
                .filter(family -> metric.isEmpty() || metric.get().equals(family.name()))
                .sorted(Comparator.comparing(MetricFamily::name))
                .limit(asked.limit())
                .forEach(family -> found.put(family.name(), List.of(described(family))));
        return found;
    }

    private static Map<String, String> described(MetricFamily family) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("type", family.type().word());
        text.put("help", Optional.ofNullable(family.help()).orElse(""));
        text.put("unit", Optional.ofNullable(family.unit()).orElse(""));
        return text;
    }

    private Object targets(Exchange exchange) {
        Scraper scraper = watch.station().scraper();
        Parameters asked = Parameters.of(exchange);
        Map<String, Object> data = new LinkedHashMap<>();
        boolean active = !asked.first("state").filter("dropped"::equals).isPresent();
        data.put(
                "activeTargets",
                active
                        ? scraper.targets().stream()
                                .filter(status -> mayKnow(exchange.principal(), status))
                                .map(StatusRoutes::target)
                                .toList()
                        : List.of());
        data.put("droppedTargets", List.of());
        data.put("droppedTargetCounts", Map.of());
        return data;
    }

    private Object pools(Exchange exchange) {
        return Map.of(
                "scrapePools",
                watch.station().scraper().targets().stream()
                        .filter(status -> mayKnow(exchange.principal(), status))
                        .map(status -> status.target().job())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static Object alertmanagers() {
        return Map.of("activeAlertmanagers", List.of(), "droppedAlertmanagers", List.of());
    }

    private Object replay(Exchange exchange) {
        int done = watch.ready().isPresent() ? 1 : 0;
        return Map.of("min", 0, "max", 1, "current", done);
    }

    private static boolean mayKnow(Principal who, TargetStatus status) {
        return who.project().isEmpty()
                || who.project().get().equals(status.target().labels().get("project"));
    }

    private static Map<String, Object> target(TargetStatus status) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put(
                "discoveredLabels", Map.of("__address__", status.target().url().getAuthority()));
        target.put("labels", status.target().labels().asMap());
        target.put("scrapePool", status.target().job());
        target.put("scrapeUrl", status.target().url().toString());
        target.put("globalUrl", status.target().url().toString());
        target.put("lastError", Optional.ofNullable(status.lastError()).orElse(""));
        target.put(
                "lastScrape",
                Optional.ofNullable(status.lastScrape()).map(Instant::toString).orElse("0001-01-01T00:00:00Z"));
        target.put("lastScrapeDuration", status.lastDuration().toNanos() / 1e9);
        target.put("health", status.health().name().toLowerCase(Locale.ROOT));
        target.put("scrapeInterval", status.target().interval().toMillis() + "ms");
        target.put("scrapeTimeout", status.target().timeout().toMillis() + "ms");
        return target;
    }

    private Object build() {
        Map<String, String> build = new LinkedHashMap<>();
        build.put("version", PROMETHEUS);
        build.put("revision", "slipway " + version);
        build.put("branch", "");
        build.put("buildUser", "");
        build.put("buildDate", "");
        build.put("goVersion", "");
        return build;
    }

    private Object runtime() {
        Map<String, Object> runtime = new LinkedHashMap<>();
        runtime.put("startTime", started.toString());
        runtime.put("CWD", "");
        runtime.put("reloadConfigSuccess", true);
        runtime.put("lastConfigTime", started.toString());
        runtime.put("timeSeriesCount", watch.station().store().status().series());
        runtime.put("storageRetention", watch.settings().retention().toDays() + "d");
        return runtime;
    }

    private Object store() {
        StoreStatus status = watch.station().store().status();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("numSeries", status.series());
        head.put("numLabelPairs", 0);
        head.put("chunkCount", 0);
        head.put("minTime", 0);
        head.put("maxTime", status.newest().orElse(0L));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("headStats", head);
        for (String list : List.of(
                "seriesCountByMetricName",
                "labelValueCountByLabelName",
                "memoryInBytesByLabelName",
                "seriesCountByLabelValuePair")) {
            data.put(list, List.of());
        }
        data.put("blocks", status.blocks());
        data.put("blockBytes", status.blockBytes());
        data.put("refusal", status.refusal().orElse(""));
        return data;
    }

    private Object flags() {
        return Map.of(
                "storage.tsdb.retention.time",
                watch.settings().retention().toDays() + "d",
                "storage.tsdb.retention.size",
                Long.toString(watch.settings().retentionBytes()),
                "query.timeout",
                "2m");
    }
}

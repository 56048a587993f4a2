package dev.slipway.observe.scrape;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.config.PrometheusValues;
import dev.slipway.observe.discovery.TargetGroup;
import dev.slipway.observe.relabel.RelabelRule;
import dev.slipway.promql.series.Labels;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes targets of what was found: the job's own labels, then its relabelling, then an address (Prometheus, "relabel_config"). */
final class TargetMaker {

    private static final String ADDRESS = "__address__";
    private static final String SCHEME = "__scheme__";
    private static final String PATH = "__metrics_path__";
    private static final String INTERVAL = "__scrape_interval__";
    private static final String TIMEOUT = "__scrape_timeout__";
    private static final String PARAM = "__param_";

    private final ScrapeJob job;

    TargetMaker(ScrapeJob job) {
        this.job = job;
    }

    /** The targets of some groups, without those that relabelling drops; each once. */
    List<Target> targets(List<TargetGroup> groups) {
        List<Target> targets = new ArrayList<>();
        for (TargetGroup group : groups) {
            for (String address : group.targets()) {
                target(group, address)
                        .filter(target -> !targets.contains(target))
                        .ifPresent(targets::add);
            }
        }
        int most = job.limits().targets();
        if (most > 0 && targets.size() > most) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "too-many-targets",
                    "the job '" + job.name() + "' has " + targets.size() + " targets, more than target_limit " + most,
                    "raise target_limit; the targets found before stay in force");
        }
        return targets;
    }

    private Optional<Target> target(TargetGroup group, String address) {
        Labels.Builder found = Labels.builder()
                .set("job", job.name())
                .set(INTERVAL, job.interval().toMillis() + "ms")
                .set(TIMEOUT, job.timeout().toMillis() + "ms")
                .set(PATH, job.metricsPath())
                .set(SCHEME, job.scheme());
        job.params().forEach((name, values) -> {
            if (!values.isEmpty()) {
                found.set(PARAM + name, values.getFirst());
            }
        });
        group.labels().forEach(found::set);
        found.set(ADDRESS, address);
        return RelabelRule.apply(job.relabel(), found.build()).map(this::made);
    }

    private Target made(Labels labels) {
        String address = labels.get(ADDRESS);
        Duration interval = duration(labels, INTERVAL);
        Duration timeout = duration(labels, TIMEOUT);
        if (address.isEmpty() || timeout.compareTo(interval) > 0) {
            throw bad(address.isEmpty() ? "a target has no address" : "the timeout is longer than the interval");
        }
        Labels.Builder own = labels.toBuilder();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).startsWith("__")) {
                own.remove(labels.name(i));
            }
        }
        if (own.get("instance").isEmpty()) {
            own.set("instance", address);
        }
        return new Target(job.name(), url(labels), own.build(), interval, timeout);
    }

    private Duration duration(Labels labels, String name) {
        return PrometheusValues.duration(labels.get(name))
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> bad("'" + labels.get(name) + "' is no duration for " + name));
    }

    private URI url(Labels labels) {
        Map<String, List<String>> params = new TreeMap<>(job.params());
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).startsWith(PARAM)) {
                String name = labels.name(i).substring(PARAM.length());
                List<String> values = new ArrayList<>(params.getOrDefault(name, List.of("")));
                values.set(0, labels.value(i));
                params.put(name, values);
            }
        }
        List<String> query = new ArrayList<>();
        params.forEach((name, values) -> values.forEach(value -> query.add(encoded(name) + "=" + encoded(value))));
        String path = labels.get(PATH);
        String text = labels.get(SCHEME) + "://" + labels.get(ADDRESS) + (path.startsWith("/") ? "" : "/") + path
                + (query.isEmpty() ? "" : "?" + String.join("&", query));
        try {
            URI url = new URI(text);
            if (url.getHost() == null || url.getUserInfo() != null) {
                throw bad("'" + text + "' is no address of a target");
            }
            return url;
        } catch (URISyntaxException e) {
            throw bad("'" + text + "' is no address of a target");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Problem bad(String message) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-target",
                "job '" + job.name() + "': " + message,
                "look at its static_configs, files and relabel_configs");
    }
}

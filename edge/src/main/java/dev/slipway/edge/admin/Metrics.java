package dev.slipway.edge.admin;

import dev.slipway.edge.traffic.LatencyBuckets;
import dev.slipway.edge.traffic.TrafficReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The counters in Prometheus' text format 0.0.4. */
final class Metrics {

    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Upper bounds in milliseconds: few enough to store, and all at bounds that people ask about. */
    private static final long[] BOUNDS = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000};

    private final StringBuilder out = new StringBuilder();

    private Metrics() {}

    static String text(TrafficReport report, int openConnections) {
        Metrics metrics = new Metrics();
        metrics.single("slipway_edge_up", "gauge", "1 while the edge answers", 1);
        metrics.single("slipway_edge_connections", "gauge", "Clients connected now", openConnections);
        metrics.single(
                "slipway_edge_unrouted_requests_total", "counter", "Requests no route serves", report.unrouted());
        metrics.single(
                "slipway_edge_refused_messages_total", "counter", "Malformed messages refused", report.refused());
        metrics.single(
                "slipway_edge_failed_by_switch_total",
                "counter",
                "Requests that failed at an instance that had left the table",
                report.failedBySwitch());
        metrics.releases(report);
        return metrics.out.toString();
    }

    private void releases(TrafficReport report) {
        List<Line> lines = new ArrayList<>();
        for (TrafficReport.Route route : report.routes()) {
            for (TrafficReport.Release release : route.releases()) {
                String labels = "route=\"" + route.key() + "\",release=\"" + release.release() + "\"";
                lines.add(new Line(labels, release));
            }
        }
        header("slipway_edge_requests_total", "counter", "Requests that ended");
        lines.forEach(line -> sample("slipway_edge_requests_total", line.labels, line.release.requests()));
        header("slipway_edge_errors_total", "counter", "Requests answered 5xx or not at all");
        lines.forEach(line -> sample("slipway_edge_errors_total", line.labels, line.release.errors()));
        header("slipway_edge_connect_failures_total", "counter", "Connections that instances refused");
        lines.forEach(
                line -> sample("slipway_edge_connect_failures_total", line.labels, line.release.connectFailures()));
        header("slipway_edge_in_flight", "gauge", "Requests and tunnels going on");
        lines.forEach(line -> sample("slipway_edge_in_flight", line.labels, line.release.inFlight()));
        header("slipway_edge_latency_seconds", "histogram", "From a request's head to its response's last byte");
        lines.forEach(this::histogram);
    }

    private void histogram(Line line) {
        List<LatencyBuckets.Bucket> buckets = line.release.latency().buckets();
        for (long bound : BOUNDS) {
            long below = buckets.stream()
                    .filter(bucket -> bucket.le() <= bound * 1000)
                    .mapToLong(LatencyBuckets.Bucket::count)
                    .sum();
            String le = String.format(Locale.ROOT, "%s", bound / 1000.0);
            sample("slipway_edge_latency_seconds_bucket", line.labels + ",le=\"" + le + "\"", below);
        }
        long all = buckets.stream().mapToLong(LatencyBuckets.Bucket::count).sum();
        sample("slipway_edge_latency_seconds_bucket", line.labels + ",le=\"+Inf\"", all);
        sample("slipway_edge_latency_seconds_count", line.labels, all);
    }

    private void single(String name, String type, String help, long value) {
        header(name, type, help);
        out.append(name).append(' ').append(value).append('\n');
    }

    private void header(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, long value) {
        out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private record Line(String labels, TrafficReport.Release release) {}
}

package dev.slipway.server.web;

import dev.slipway.kernel.TransitionTable;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The server's own numbers, in Prometheus' formats. */
public final class Metrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Counter requests = Counter.builder()
            .name("slipway_http_requests_total")
            .help("Requests answered, by declared route.")
            .labelNames("method", "route", "status")
            .register(registry);
    private final Histogram latency = Histogram.builder()
            .name("slipway_http_request_duration_seconds")
            .help("Time to answer, by declared route; event streams are left out.")
            .labelNames("method", "route")
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .register(registry);
    private final Counter transitions = Counter.builder()
            .name("slipway_transitions_total")
            .help("Transitions of state machines.")
            .labelNames("machine", "from", "event", "to")
            .register(registry);

    public Metrics() {
        JvmMetrics.builder().register(registry);
    }

    /** Where other parts register what they count. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** Counts every transition that the machine takes from now on. */
    public <S extends Enum<S>, E extends Enum<E>> void watch(TransitionTable<S, E> machine) {
        machine.listen(row -> transitions
                .labelValues(
                        machine.name(),
                        row.from().name(),
                        row.event().name(),
                        row.to().name())
                .inc());
    }

    /** Registers a number that is looked up when it is asked for. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    void answered(Route route, HttpServletResponse response, Duration took) {
        String method = route.method().name();
        requests.labelValues(method, route.path(), Integer.toString(response.getStatus()))
                .inc();
        String type = response.getContentType();
        if (type == null || !type.startsWith(EventStream.CONTENT_TYPE)) {
            latency.labelValues(method, route.path()).observe(took.toNanos() / 1e9);
        }
    }

    /** The format that fits what the scraper accepts. */
    ExpositionFormatWriter writer(@Nullable String accept) {
        return formats.findWriter(accept);
    }

    void write(ExpositionFormatWriter writer, OutputStream out) throws IOException {
        writer.write(out, registry.scrape());
    }
}

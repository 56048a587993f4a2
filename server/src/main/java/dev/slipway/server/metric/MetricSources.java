package dev.slipway.server.metric;

import dev.slipway.delivery.judge.MetricOrigin;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.port.MetricSource;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.watch.Watch;
import java.time.Instant;
import java.time.InstantSource;

/** Every kind of metric that the judge may be given. */
public final class MetricSources implements MetricSource {

    private final OwnStore own;
    private final PrometheusApi prometheus = new PrometheusApi();
    private final Samples samples;

    public MetricSources(Watch watch, SeriesDesk desk, InstantSource clock) {
        this.own = new OwnStore(watch, desk);
        this.samples = new Samples(own, new JsonDocument(), new MetricCommand(), clock);
    }

    @Override
    public double[] points(Subject of, MetricRule rule, Instant from, Instant until) {
        return switch (rule.origin()) {
            case MetricOrigin.Own asked -> own.range(of, of.in(asked.query()), from, until, rule.step());
            case MetricOrigin.Prometheus asked ->
                prometheus.range(asked.url(), of.in(asked.query()), from, until, rule.step());
            case MetricOrigin.Json _, MetricOrigin.Command _ -> samples.points(of, rule, from, until);
        };
    }

    @Override
    public void attend(Subject of, MetricRule rule, Instant now) {
        switch (rule.origin()) {
            case MetricOrigin.Own _, MetricOrigin.Prometheus _ -> {
                // These keep their past themselves.
            }
            case MetricOrigin.Json asked -> samples.takeWhenDue(of, rule, asked, now);
            case MetricOrigin.Command asked -> samples.takeWhenDue(of, rule, asked, now);
        }
    }
}

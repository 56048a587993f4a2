package dev.slipway.observe.exposition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps everything that was read. */
final class CollectedExposition implements ExpositionSink {

    final List<ExposedSample> samples = new ArrayList<>();
    final List<MetricFamily> families = new ArrayList<>();

    static CollectedExposition of(Exposition exposition, ExpositionFormat format, String text) {
        CollectedExposition collected = new CollectedExposition();
        try {
            exposition.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), format, collected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return collected;
    }

    static CollectedExposition openMetrics(String text) {
        return of(Exposition.strict("t"), ExpositionFormat.OPENMETRICS, text);
    }

    static CollectedExposition text(String text) {
        return of(Exposition.scraped("t", ExpositionLimits.standard()), ExpositionFormat.PROMETHEUS_TEXT, text);
    }

    @Override
    public void sample(ExposedSample sample) {
        samples.add(sample);
    }

    @Override
    public void family(MetricFamily family) {
        families.add(family);
    }
}

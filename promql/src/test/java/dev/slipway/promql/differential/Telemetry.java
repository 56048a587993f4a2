package dev.slipway.promql.differential;

import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.unittest.MemorySource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Random series of an hour, the same for the same seed: counters with resets and gaps, gauges with infinities, classic
 * histograms, rare samples. No sample's time ends in less than 200 ms, so that whole seconds never meet one.
 */
final class Telemetry {

    /** 2026-01-01T00:00:00Z. */
    static final long START = 1_767_225_600_000L;

    static final long HOUR = 3_600_000;
    private static final double[] BOUNDS = {0.1, 0.5, 1, 5, Double.POSITIVE_INFINITY};

    private final Random random;
    private final MemorySource source = new MemorySource();
    private final StringBuilder text = new StringBuilder();

    Telemetry(long seed) {
        random = new Random(seed);
        for (String job : List.of("api", "web")) {
            for (String instance : List.of("a", "b", "c")) {
                for (String code : List.of("200", "500")) {
                    counter("requests_total", "job", job, "instance", instance, "code", code);
                }
            }
        }
        for (String job : List.of("api", "web", "db")) {
            for (String instance : List.of("a", "b")) {
                gauge("heat", 0.98, 15_000, "job", job, "instance", instance);
            }
        }
        for (String job : List.of("api", "web", "db")) {
            gauge("rare", 0.1, 60_000, "job", job);
        }
        for (String job : List.of("api", "web", "db")) {
            constant("build_info", "job", job, "version", "v" + random.nextInt(3));
        }
        for (String job : List.of("api", "web")) {
            histogram(job);
        }
        text.append("# EOF\n");
    }

    MemorySource source() {
        return source;
    }

    String openMetrics() {
        return text.toString();
    }

    private void counter(String... labels) {
        Labels named = named(labels);
        double value = 1_000_000;
        boolean gap = false;
        for (long time : times(15_000)) {
            gap = random.nextInt(gap ? 8 : 60) == 0 ? !gap : gap;
            value = random.nextInt(50) == 0 ? value * 0.8 : value + random.nextInt(40) + random.nextDouble();
            if (!gap) {
                add(named, time, value);
            }
        }
    }

    private void gauge(String name, double density, long step, String... labels) {
        Labels named = named(prepended(name, labels));
        for (long time : times(step)) {
            double value = random.nextInt(200) == 0
                    ? List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN)
                            .get(random.nextInt(3))
                    : random.nextGaussian() * 100;
            if (random.nextDouble() < density) {
                add(named, time, value);
            }
        }
    }

    private void constant(String... labels) {
        Labels named = named(labels);
        times(30_000).forEach(time -> add(named, time, 1));
    }

    private void histogram(String job) {
        double[] counts = new double[BOUNDS.length];
        Set<Long> times = times(15_000);
        StringBuilder[] lines = new StringBuilder[BOUNDS.length];
        for (int i = 0; i < BOUNDS.length; i++) {
            lines[i] = new StringBuilder();
        }
        for (long time : times) {
            double grown = 0;
            for (int i = 0; i < BOUNDS.length; i++) {
                grown += random.nextInt(20);
                counts[i] += grown;
                Labels labels = named("latency_bucket", "job", job, "le", FloatText.general(BOUNDS[i]));
                source.add(labels, time, 100_000 + counts[i]);
                lines[i].append(line(labels, time, 100_000 + counts[i]));
            }
        }
        for (StringBuilder each : lines) {
            text.append(each);
        }
    }

    private void add(Labels labels, long time, double value) {
        source.add(labels, time, value);
        text.append(line(labels, time, value));
    }

    private static String line(Labels labels, long time, double value) {
        return "%s %s %d.%03d\n"
                .formatted(
                        labels.toString().replace("\", ", "\","), FloatText.general(value), time / 1000, time % 1000);
    }

    private Set<Long> times(long step) {
        Set<Long> times = new TreeSet<>();
        for (long time = START; time < START + HOUR; time += step) {
            times.add(time / 1000 * 1000 + random.nextInt(3) * 1000L + 200 + random.nextInt(700));
        }
        return times;
    }

    private static Labels named(String... labels) {
        return Labels.of(prepended(Labels.METRIC_NAME, labels));
    }

    private static String[] prepended(String first, String... rest) {
        String[] all = new String[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}

package dev.slipway.observe.exposition;

import java.util.Optional;

/**
 * A point of a histogram or gauge histogram: buckets that grow with their thresholds up to +Inf, and a sum with a count
 * or neither. Negative thresholds make a histogram's sum no counter any more, so it may not be there.
 */
final class BucketRules implements PointRules {

    private final boolean gauge;
    private double threshold = Double.NEGATIVE_INFINITY;
    private double reached;
    private boolean anyBucket;
    private boolean negativeThreshold;
    private double sum = Double.NaN;
    private double count = Double.NaN;

    BucketRules(MetricType type) {
        this.gauge = type == MetricType.GAUGEHISTOGRAM;
    }

    @Override
    public boolean admitsExemplar(String suffix) {
        return suffix.equals("_bucket");
    }

    @Override
    public void check(Cursor cursor, String suffix, ExposedSample sample) {
        if (!suffix.equals("_bucket") && sample.label("le").isPresent()) {
            throw PointRules.bad(cursor, "only a bucket has the label 'le'");
        }
        switch (suffix) {
            case "_bucket" -> bucket(cursor, sample);
            case "_count", "_gcount" -> {
                PointRules.count(cursor, sample);
                count = sample.value();
            }
            case "_sum", "_gsum" -> sum(cursor, sample);
            default -> PointRules.created(cursor, sample);
        }
    }

    private void sum(Cursor cursor, ExposedSample sample) {
        if (!gauge) {
            PointRules.counted(cursor, sample);
        } else if (Double.isNaN(sample.value())) {
            throw PointRules.bad(cursor, "'" + sample.name() + "' is not NaN");
        }
        sum = sample.value();
    }

    private void bucket(Cursor cursor, ExposedSample sample) {
        double upper = sample.label("le")
                .flatMap(BucketRules::threshold)
                .orElseThrow(() -> PointRules.bad(cursor, "a bucket has a label 'le' with a number or +Inf"));
        PointRules.count(cursor, sample);
        if (anyBucket && upper <= threshold) {
            throw PointRules.bad(cursor, "the thresholds of buckets increase");
        }
        if (sample.value() < reached) {
            throw PointRules.bad(cursor, "buckets are cumulative: this one is smaller than the one before");
        }
        Exemplar exemplar = sample.exemplar();
        if (exemplar != null && exemplar.value() > upper) {
            throw PointRules.bad(cursor, "the exemplar is larger than its bucket's threshold");
        }
        anyBucket = true;
        negativeThreshold |= upper < 0;
        threshold = upper;
        reached = sample.value();
    }

    private static Optional<Double> threshold(String text) {
        return text.equals("+Inf") ? Optional.of(Double.POSITIVE_INFINITY) : Numbers.real(text);
    }

    @Override
    public void finish(Cursor cursor) {
        if (!anyBucket || threshold != Double.POSITIVE_INFINITY) {
            throw PointRules.bad(cursor, "a histogram has a bucket for +Inf");
        }
        boolean summed = !Double.isNaN(sum);
        if (summed == Double.isNaN(count)) {
            throw PointRules.bad(cursor, "a histogram has a sum and a count, or neither");
        }
        if (summed && count != reached) {
            throw PointRules.bad(cursor, "the count equals the bucket for +Inf");
        }
        if (summed && negativeThreshold && !gauge) {
            throw PointRules.bad(cursor, "with negative thresholds there is no sum");
        }
        if (summed && sum < 0 && !negativeThreshold) {
            throw PointRules.bad(cursor, "without negative thresholds the sum is not negative");
        }
    }
}

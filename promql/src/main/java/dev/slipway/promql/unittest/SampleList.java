package dev.slipway.promql.unittest;

import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.unittest.TestCase.ExpectedSample;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Samples in the order of their labels, so that two lists can be compared. */
record SampleList(List<ExpectedSample> samples) {

    SampleList(List<ExpectedSample> samples) {
        this.samples = samples.stream()
                .sorted(Comparator.comparing(ExpectedSample::labels).thenComparingDouble(ExpectedSample::value))
                .toList();
    }

    static SampleList of(List<Value.Sample> samples) {
        return new SampleList(samples.stream()
                .map(sample -> new ExpectedSample(sample.labels(), sample.value()))
                .toList());
    }

    /** @param fuzzy whether neighbouring floating point numbers count as the same */
    boolean matches(SampleList other, boolean fuzzy) {
        boolean same = samples.size() == other.samples.size();
        for (int i = 0; same && i < samples.size(); i++) {
            ExpectedSample one = samples.get(i);
            ExpectedSample two = other.samples.get(i);
            same = one.labels().equals(two.labels()) && matches(one.value(), two.value(), fuzzy);
        }
        return same;
    }

    /** Unlike promtool, which lets no test expect NaN. */
    private static boolean matches(double one, double two, boolean fuzzy) {
        return one == two
                || (Double.isNaN(one) && Double.isNaN(two))
                || (fuzzy && (Math.nextUp(one) == two || Math.nextDown(one) == two));
    }

    String words() {
        return samples.stream()
                .map(sample -> sample.labels() + " " + FloatText.general(sample.value()))
                .collect(Collectors.joining(", "));
    }
}

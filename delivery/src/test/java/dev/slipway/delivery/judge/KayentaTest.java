package dev.slipway.delivery.judge;

import static dev.slipway.delivery.judge.JudgeCases.doubles;

import dev.slipway.testkit.Conformance;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Kayenta's own labelled cases. */
class KayentaTest {

    private static final double SAME = 1e-6;

    @Test
    void classifier_labelsAsKayenta() {
        Conformance tally = new Conformance("kayenta");
        for (JsonNode row : JudgeCases.read("kayenta-classifier-cases.json")) {
            check(tally, row.get("name").asString(), row);
        }
        tally.finishWithoutFailure(37);
    }

    private static void check(Conformance tally, String name, JsonNode row) {
        JsonNode expected = row.get("expected");
        double[] canary = doubles(row.get("experiment"));
        double[] baseline = doubles(row.get("control"));
        SeriesPolicy policy = policy(row);
        if (expected.has("reasonNotEmpty")) {
            String sentence =
                    MetricSeriesJudge.judge(policy, "metric", canary, baseline).sentence();
            tally.check(name, !sentence.isBlank(), "a reason", sentence);
            return;
        }
        SeriesComparison seen = MetricSeriesJudge.compare(policy, canary, baseline);
        boolean noData = seen.label() == SeriesComparison.Label.NO_DATA;
        boolean critical = row.get("critical").asBoolean() && (seen.critical() || noData);
        boolean holds =
                label(seen.label()).equals(expected.get("classification").asString())
                        && (!expected.has("critical")
                                || critical == expected.get("critical").asBoolean());
        tally.check(name, holds, expected, seen);
    }

    private static String label(SeriesComparison.Label label) {
        return switch (label) {
            case SAME -> "Pass";
            case HIGH -> "High";
            case LOW -> "Low";
            case NO_DATA -> "Nodata";
        };
    }

    private static SeriesPolicy policy(JsonNode row) {
        JsonNode args = row.get("args");
        boolean replace = row.get("nanStrategy").asString().equals("Replace");
        SeriesPolicy.Missing missing = replace ? SeriesPolicy.Missing.ZERO : SeriesPolicy.Missing.GAP;
        SeriesPolicy.Direction direction =
                SeriesPolicy.Direction.valueOf(row.get("direction").asString().toUpperCase(Locale.ROOT));
        if (row.get("classifier").asString().equals("MeanInequalityClassifier")) {
            return SeriesPolicy.standard(direction)
                    .by(SeriesPolicy.Test.MEANS, 0)
                    .with(missing);
        }
        return new SeriesPolicy(
                SeriesPolicy.Test.RANKS,
                missing,
                args.get("tolerance").asDouble(),
                args.get("confLevel").asDouble(),
                direction,
                args.has("effectSizeMeasure")
                        ? SeriesPolicy.EffectSize.COMMON_LANGUAGE
                        : SeriesPolicy.EffectSize.MEAN_RATIO,
                bounds(args, "effectSizeThresholds"),
                bounds(args, "criticalThresholds"),
                5);
    }

    private static SeriesPolicy.Bounds bounds(JsonNode args, String key) {
        return args.has(key)
                ? new SeriesPolicy.Bounds(
                        args.get(key).get(0).asDouble(), args.get(key).get(1).asDouble())
                : SeriesPolicy.Bounds.NONE;
    }

    @Test
    void rankShift_equalsTheRecordedNumbers() {
        JsonNode rows = JudgeCases.read("kayenta-mannwhitney-cases.json");
        Conformance tally = new Conformance("kayenta-mannwhitney");
        for (JsonNode row : rows) {
            String name = row.get("name").asString();
            JsonNode arrays = row.get("arrays");
            JsonNode scalars = row.get("scalars");
            if (name.equals("Wilcoxon Diff Function")) {
                near(tally, name + " 0", score(arrays, 0, 0), -1.229416);
                near(tally, name + " 5", score(arrays, 5, 0), -35.80606);
            } else if (name.equals("Test zQuant")) {
                tally.skip(name, "checks the normal quantile of their mathematics library alone");
            } else if (arrays.has("x")) {
                intermediate(tally, name, arrays, scalars);
            } else {
                interval(tally, name, arrays, scalars);
            }
        }
        tally.finishWithoutFailure(21);
    }

    private static void intermediate(Conformance tally, String name, JsonNode arrays, JsonNode scalars) {
        double least = RankShift.leastShift(doubles(arrays.get("x")), doubles(arrays.get("y")));
        double most = RankShift.greatestShift(doubles(arrays.get("x")), doubles(arrays.get("y")));
        double low = scalars.get("rZqLower").asDouble();
        near(tally, name + " muMin", least, scalars.get("rMumin").asDouble());
        near(tally, name + " muMax", most, scalars.get("rMumax").asDouble());
        near(
                tally,
                name + " fLower1",
                score(arrays, least, low),
                scalars.get("rFlower1").asDouble());
        near(
                tally,
                name + " fUpper1",
                score(arrays, most, low),
                scalars.get("rFupper1").asDouble());
        near(
                tally,
                name + " fLower2",
                score(arrays, least, -low),
                scalars.get("rFlower2").asDouble());
        near(
                tally,
                name + " fUpper2",
                score(arrays, most, -low),
                scalars.get("rFupper2").asDouble());
        RankShift shift = RankShift.between(doubles(arrays.get("x")), doubles(arrays.get("y")), 0.95, 1e-4);
        near(tally, name + " lower", shift.lower(), scalars.get("rCil").asDouble());
        near(tally, name + " upper", shift.upper(), scalars.get("rCiu").asDouble());
        near(tally, name + " estimate", shift.estimate(), scalars.get("rEst").asDouble());
    }

    private static void interval(Conformance tally, String name, JsonNode arrays, JsonNode scalars) {
        boolean small = arrays.has("experimentData");
        boolean problem = name.contains("Problem Case");
        double[] canary = doubles(arrays.get(small ? "experimentData" : "experiment"));
        double[] baseline = doubles(arrays.get(small ? "controlData" : "control"));
        double confidence = problem || name.contains("Large") ? 0.98 : 0.95;
        RankShift shift = RankShift.between(canary, baseline, confidence, 1e-4);
        double[] expected = small
                ? new double[] {6, 39, 22.5}
                : problem
                        ? new double[] {-1.4808028936386108E-5, 1.808255910873413E-5, 1.808255910873413E-5}
                        : new double[] {
                            scalars.get("rCiLow").asDouble(),
                            scalars.get("rCiHigh").asDouble(),
                            scalars.get("rEst").asDouble()
                        };
        near(tally, name + " lower", shift.lower(), expected[0]);
        near(tally, name + " upper", shift.upper(), expected[1]);
        double tolerance = small || problem ? SAME : 1e-4;
        tally.check(
                name + " estimate",
                Math.abs(shift.estimate() - expected[2]) <= tolerance,
                expected[2],
                shift.estimate());
    }

    private static double score(JsonNode arrays, double shift, double quantile) {
        return RankShift.score(doubles(arrays.get("x")), doubles(arrays.get("y")), shift, quantile);
    }

    private static void near(Conformance tally, String name, double seen, double expected) {
        tally.check(name, Math.abs(seen - expected) <= SAME, expected, seen);
    }
}

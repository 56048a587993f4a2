package dev.slipway.delivery.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.testkit.Conformance;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The reference implementations' own figures. */
class GoldenValuesTest {

    @Test
    void shareTest_stopsWhereTheReferenceStops() {
        JsonNode golden = JudgeCases.read("savvi-golden.json");
        double share = golden.get("rho").get(1).asDouble();
        double alpha = golden.get("alpha").asDouble();
        ShareTest test = ShareTest.start(golden.get("k").asDouble());
        int count = 0;
        double pValue = 1;
        for (JsonNode event : golden.get("events")) {
            test = test.add(share, event.asInt(), 1L - event.asInt());
            count++;
            pValue = Math.min(pValue, Math.exp(-test.logE()));
            if (pValue <= alpha) {
                break;
            }
        }
        Conformance tally = new Conformance("savvi");
        double expected = golden.get("expected_p").asDouble();
        tally.compare("stop", golden.get("expected_stop_n").asInt(), count);
        tally.check("p", Math.abs(pValue - expected) < 1e-9, expected, pValue);
        tally.finishWithoutFailure(2);
    }

    @Test
    void quantileBand_equalsTheReference() {
        JsonNode golden = JudgeCases.read("confseq-golden.json");
        Conformance tally = new Conformance("confseq");
        for (JsonNode row : golden.get("empirical_process_lil_bound")) {
            double bound = QuantileBand.iteratedLogarithm(
                    row.get("t").asDouble(),
                    row.get("alpha").asDouble(),
                    row.get("t_min").asDouble(),
                    row.get("A").asDouble());
            double value = row.get("value").asDouble();
            tally.check("lil " + row, Math.abs(bound - value) < 1e-7, value, bound);
        }
        for (JsonNode row : golden.get("double_stitching_bound")) {
            double bound = QuantileBand.doubleStitched(
                    row.get("p").asDouble(),
                    row.get("t").asDouble(),
                    row.get("alpha").asDouble(),
                    row.get("t_opt").asDouble());
            double value = row.get("value").asDouble();
            tally.check("stitch " + row, Math.abs(bound - value) < 1e-5, value, bound);
        }
        tally.finishWithoutFailure(4);
    }

    @Test
    void ratioTest_oneErrorOfTheCanary_isWorthTheInverseOfItsShareAtMost() {
        RatioTest test = RatioTest.start(1).add(100, 1, 900, 0);
        assertThat(Math.exp(test.bestLogE())).isGreaterThan(1).isLessThan(10);
    }

    @Test
    void rateTest_agreesWithDirectIntegration() {
        double limit = 0.05;
        int requests = 40;
        int events = 6;
        double mass = 0;
        double evidence = 0;
        int steps = 400_000;
        double end = Math.PI / 2;
        double start = Math.asin(Math.sqrt(limit));
        for (int step = 0; step < steps; step++) {
            double rate = Math.pow(Math.sin(start + (end - start) * (step + 0.5) / steps), 2);
            double ratio = Math.pow(rate / limit, events) * Math.pow((1 - rate) / (1 - limit), requests - events);
            mass += 1;
            evidence += ratio;
        }
        RateTest test = RateTest.start(limit).add(requests, events);
        assertThat(test.bestLogE()).isCloseTo(Math.log(evidence / mass), within(1e-6));
    }
}

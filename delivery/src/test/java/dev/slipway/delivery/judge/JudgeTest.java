package dev.slipway.delivery.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final JudgePolicy ERRORS = JudgePolicy.standard().withLatency(null);

    @Test
    void judge_withoutLooks_isInconclusive() {
        Judgement judgement = Judge.judge(JudgePolicy.standard(), List.of());
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.summary()).isEqualTo("Nothing was observed yet.");
        assertThat(judgement.evidence()).extracting(Evidence::metric).containsExactly("errors", "latency p95");
    }

    @Test
    void judge_emptyLooks_neverMoveAVerdict() {
        List<Look> nothing = Collections.nCopies(100, Look.empty(NOON, 0.1));
        assertThat(Judge.judge(ERRORS, nothing).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Look healthy = errors(1000, 10, 9000, 90);
        assertThat(Judge.judge(ERRORS, List.of(healthy)))
                .isEqualTo(Judge.judge(ERRORS, List.of(Look.empty(NOON, 0.1), healthy, Look.empty(NOON, 0.1))));
    }

    @Test
    void judge_canaryWithoutBaseline_isInconclusive() {
        assertThat(Judge.judge(ERRORS, List.of(errors(10_000, 9000, 0, 0))).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Judge.judge(ERRORS, List.of(errors(10_000, 0, 0, 0))).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_errorsOfTheCanaryAlone_failAgainstAFlawlessBaseline() {
        Judgement judgement = Judge.judge(ERRORS, List.of(errors(60, 6, 540, 0)));
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.evidence().getFirst().baseline()).isZero();
    }

    @Test
    void judge_clearDifference_saysSoInWords() {
        Evidence evidence = Judge.judge(ERRORS, List.of(errors(212, 14, 1893, 9)))
                .evidence()
                .getFirst();
        assertThat(evidence.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(evidence.sentence())
                .startsWith(
                        "errors: 14 of 212 canary requests failed (6.6 %), "
                                + "9 of 1,893 on the old release (0.5 %); so large a difference arises by chance in less than 1 of ")
                .endsWith(" healthy rollouts");
        assertThat(evidence.eValue()).isGreaterThan(1000);
        assertThat(evidence.pValue()).isLessThan(0.001);
    }

    @Test
    void judge_failure_isNotForgotten() {
        JudgeState failed = JudgeState.start(ERRORS).add(errors(100, 50, 900, 0));
        assertThat(failed.failed()).isTrue();
        JudgeState later = failed.add(errors(100_000, 0, 900_000, 9000));
        assertThat(later.judgement().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void judge_healthyCanary_passesAfterThePlannedExposureOnly() {
        Look look = errors(100, 1, 900, 9);
        assertThat(Judge.judge(ERRORS, List.of(look)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Judge.judge(ERRORS, List.of(look)).summary()).contains("a PASS needs 200 canary requests");
        assertThat(Judge.judge(ERRORS, List.of(look, look)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_canaryThatHealsAnOutage_passesEarly() {
        assertThat(Judge.judge(ERRORS, List.of(errors(100, 1, 900, 300))).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_negligibleDifference_neverFails() {
        Look huge = errors(10_000_000, 2000, 90_000_000, 9000);
        assertThat(Judge.judge(ERRORS, List.of(huge)).verdict()).isEqualTo(Verdict.PASS);
        JudgePolicy strict = ERRORS.withErrorRate(new ErrorRateRule(1.1, 0, 20));
        assertThat(Judge.judge(strict, List.of(huge)).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void judge_changingShares_areNoDifferenceOfTheReleases() {
        Look quiet = errors(100, 0, 9900, 0);
        Look storm = errors(9000, 900, 1000, 100);
        assertThat(Judge.judge(ERRORS, List.of(quiet, storm)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_slowCanary_failsOnLatency() {
        JudgePolicy policy = JudgePolicy.standard().withErrorRate(null);
        Look look = timed(spread(40, 100_000), spread(400, 50_000));
        assertThat(Judge.judge(policy, List.of(look)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Judgement judgement = Judge.judge(policy, List.of(look, look, look));
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.summary()).contains("latency p95").contains("on the old release (tolerated: ");
    }

    @Test
    void judge_latencyNeverTimed_isNoPass() {
        Judgement judgement = Judge.judge(JudgePolicy.standard(), List.of(errors(1000, 1, 9000, 9)));
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.evidence()).extracting(Evidence::verdict).contains(Verdict.PASS);
    }

    @Test
    void guard_isJudgedOnAConfidenceBoundNotOnThreeRequests() {
        JudgePolicy policy = new JudgePolicy(0.05, null, null, List.of(new Threshold.ErrorRateAbove(0.05, 3)), 200);
        assertThat(Judge.judge(policy, List.of(errors(3, 1, 0, 0))).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Judgement judgement = Judge.judge(policy, List.of(errors(60, 12, 0, 0)));
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.evidence().getFirst().metric()).isEqualTo("guard errors > 5 %");
        assertThat(Judge.judge(policy, List.of(errors(500, 10, 0, 0))).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void guard_onLatency_countsTheSlow() {
        JudgePolicy policy = new JudgePolicy(
                0.05, null, null, List.of(new Threshold.LatencyAbove(0.99, Duration.ofMillis(80), 50)), 200);
        assertThat(Judge.judge(policy, List.of(timed(spread(400, 50_000), new long[0])))
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(Judge.judge(policy, List.of(timed(spread(400, 100_000), new long[0])))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void judgeAlone_comparesWithWhatWasRecorded() {
        Arm recorded = Arm.of(5000, 50);
        assertThat(bake(recorded, 1000, 10)).isEqualTo(Verdict.PASS);
        assertThat(bake(recorded, 1000, 60)).isEqualTo(Verdict.FAIL);
        assertThat(bake(recorded, 0, 0)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(bake(Arm.none(), 1000, 0)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(bake(Arm.of(5, 0), 1000, 0)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judgeAlone_slowRelease_failsOnLatency() {
        JudgePolicy policy = JudgePolicy.standard().withErrorRate(null);
        Arm recorded = new Arm(2000, 0, LatencyHistogram.ofMicros(spread(2000, 50_000)));
        assertThat(Judge.judgeAlone(policy, recorded, List.of(timed(spread(500, 100_000), new long[0])))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(Judge.judgeAlone(policy, recorded, List.of(timed(spread(500, 50_000), new long[0])))
                        .verdict())
                .isEqualTo(Verdict.PASS);
        Arm few = new Arm(60, 0, LatencyHistogram.ofMicros(spread(60, 50_000)));
        assertThat(Judge.judgeAlone(policy, few, List.of(timed(spread(500, 50_000), new long[0])))
                        .summary())
                .contains("60 timed requests of the old release are too few to know its p95");
    }

    @Test
    void ruleThatSeesTooLittle_saysOfWhichRelease() {
        JudgePolicy policy = JudgePolicy.standard().withErrorRate(null).withMinimumRequests(20);
        Arm recorded = new Arm(2000, 0, LatencyHistogram.ofMicros(spread(2000, 50_000)));

        assertThat(Judge.judgeAlone(policy, recorded, List.of(timed(spread(35, 50_000), new long[0])))
                        .summary())
                .contains("a PASS needs 50 canary requests")
                .doesNotContain("old release answered fewer");
    }

    @Test
    void judge_wrongRouting_isNoted() {
        Look misrouted = errors(3000, 30, 7000, 70);
        assertThat(Judge.judge(ERRORS, List.of(misrouted)).summary())
                .endsWith("Note: the canary got 30.0 % of the requests where 10.0 % was planned; check the routing.");
        assertThat(Judge.judge(ERRORS, List.of(errors(1010, 10, 9000, 90))).summary())
                .doesNotContain("Note");
    }

    @Test
    void judgement_survivesJson() {
        Judgement judgement = Judge.judge(JudgePolicy.standard(), List.of(errors(212, 14, 1893, 9)));
        assertThat(Json.read(Json.write(judgement), Judgement.class)).isEqualTo(judgement);
        Look look = timed(spread(5, 100), spread(5, 100));
        assertThat(Json.read(Json.write(look), Look.class)).isEqualTo(look);
        JudgePolicy policy = JudgePolicy.standard();
        assertThat(Json.read(Json.write(policy), JudgePolicy.class)).isEqualTo(policy);
    }

    @Test
    void policy_thatJudgesNothing_isRefused() {
        assertThatThrownBy(() -> ERRORS.withErrorRate(null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-judge-policy"));
        assertThatThrownBy(() -> Arm.of(3, 4))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-observation"));
    }

    private static Verdict bake(Arm recorded, long requests, long errors) {
        return Judge.judgeAlone(ERRORS, recorded, List.of(new Look(NOON, 1, Arm.of(requests, errors), Arm.none())))
                .verdict();
    }

    private static Look errors(long canary, long canaryErrors, long baseline, long baselineErrors) {
        return new Look(NOON, 0.1, Arm.of(canary, canaryErrors), Arm.of(baseline, baselineErrors));
    }

    private static Look timed(long[] canary, long[] baseline) {
        return new Look(
                NOON,
                0.1,
                new Arm(canary.length, 0, LatencyHistogram.ofMicros(canary)),
                new Arm(baseline.length, 0, LatencyHistogram.ofMicros(baseline)));
    }

    private static long[] spread(int requests, long longest) {
        return LongStream.rangeClosed(1, requests)
                .map(nth -> nth * longest / requests)
                .toArray();
    }
}

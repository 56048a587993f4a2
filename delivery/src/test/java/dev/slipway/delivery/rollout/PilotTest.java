package dev.slipway.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.config.ReleaseRule;
import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.config.Strategy;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.judge.JudgePolicy;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import dev.slipway.testkit.TransitionCoverage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PilotTest {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Strategy CANARY = new Strategy.Canary(List.of(
            new Strategy.SetWeight(10),
            new Strategy.Analysis(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60)),
            new Strategy.SetWeight(50),
            new Strategy.Pause(Optional.empty())));
    private static final Judgement PASS = new Judgement(Verdict.PASS, List.of(), "nothing speaks against it");
    private static final Judgement FAIL = new Judgement(Verdict.FAIL, List.of(), "too many errors");
    private static final Judgement UNSURE = new Judgement(Verdict.INCONCLUSIVE, List.of(), "too few requests");
    private static final List<InstanceStatus> HEALTHY = List.of(instance(InstanceState.HEALTHY, "answers"));

    @Test
    void stages_endWithAllTraffic() {
        assertThat(Stage.of(CANARY, Map.of(), Map.of()))
                .extracting(Stage::weight)
                .containsExactly(10, 50, 100);
    }

    @Test
    void firstRelease_getsAllTrafficAtOnce() {
        assertThat(plan(CANARY, false, Optional.empty()).stages())
                .extracting(Stage::weight)
                .containsExactly(100);
    }

    @Test
    void oldRelease_isKeptWarmNoShorterThanItsRequestsMayGoOn() {
        Duration drain = plan(CANARY, false, Optional.empty()).longestDrain();

        assertThat(List.of(Duration.ZERO, Duration.ofSeconds(1), drain.plusSeconds(1)))
                .extracting(warm -> plan(new Strategy.BlueGreen(true, warm), false, Optional.of("shop-1"))
                        .keepsWarm())
                .containsExactly(Duration.ZERO, drain, drain.plusSeconds(1));
    }

    @Test
    void gated_opensWhenAllPass() {
        GateStatus passed = new GateStatus("reviewers", GateStatus.State.PASSED, "yes", Optional.empty());
        GateStatus later =
                new GateStatus("wait timer", GateStatus.State.WAITING, "soon", Optional.of(NOW.plusSeconds(60)));
        GateStatus never = new GateStatus("branch", GateStatus.State.FAILED, "wrong branch", Optional.empty());

        assertThat(event(pilot(RolloutState.GATED).gated(List.of(passed)))).isEqualTo(RolloutEvent.OPEN);
        assertThat(due(pilot(RolloutState.GATED).gated(List.of(passed, later)))).isEqualTo(NOW.plusSeconds(60));
        assertThat(event(pilot(RolloutState.GATED).gated(List.of(passed, never))))
                .isEqualTo(RolloutEvent.FAIL);
    }

    @Test
    void gated_tellsWhoBrokeTheGlassAndWhy() {
        GateStatus glass = new GateStatus(
                "break-glass", GateStatus.State.PASSED, "opened in an emergency by ada: fire", Optional.empty());
        GateStatus review = new GateStatus("reviewers", GateStatus.State.PASSED, "yes", Optional.empty());

        assertThat(pilot(RolloutState.GATED).gated(List.of(glass)))
                .isInstanceOfSatisfying(
                        Decision.Move.class,
                        move -> assertThat(move.reason()).isEqualTo("opened in an emergency by ada: fire"));
        assertThat(pilot(RolloutState.GATED).gated(List.of(review)))
                .isInstanceOfSatisfying(
                        Decision.Move.class, move -> assertThat(move.reason()).isEqualTo("all gates are open"));
    }

    @Test
    void gated_namesEveryGateThatFailed() {
        GateStatus branch = new GateStatus("branch", GateStatus.State.FAILED, "wrong branch", Optional.empty());
        GateStatus tests = new GateStatus("report", GateStatus.State.FAILED, "2 tests failed", Optional.empty());

        Decision decision = pilot(RolloutState.GATED).gated(List.of(branch, tests));

        assertThat(decision).isInstanceOfSatisfying(Decision.Move.class, move -> {
            assertThat(move.reason()).isEqualTo("branch: wrong branch; report: 2 tests failed");
            assertThat(move.gates()).containsExactly(branch, tests);
        });
    }

    @Test
    void started_failsWhenAnInstanceHasFailedOrTimeIsUp() {
        List<InstanceStatus> starting = List.of(instance(InstanceState.RUNNING, "no answer"));

        assertThat(event(pilot(RolloutState.STARTED).started(HEALTHY, 1))).isEqualTo(RolloutEvent.HEALTHY);
        assertThat(event(
                        pilot(RolloutState.STARTED).started(List.of(instance(InstanceState.FAILED, "exit code 1")), 1)))
                .isEqualTo(RolloutEvent.FAIL);
        assertThat(due(pilot(RolloutState.STARTED).started(starting, 1))).isEqualTo(NOW.plusSeconds(120));
        assertThat(event(pilotAt(RolloutState.STARTED, NOW.plusSeconds(120)).started(starting, 1)))
                .isEqualTo(RolloutEvent.FAIL);
    }

    @Test
    void observing_advancesOnPassAndOnlyAfterTheMinimum() {
        assertThat(pilotAt(RolloutState.OBSERVING, NOW.plusSeconds(4)).observing(PASS, HEALTHY, 1))
                .isInstanceOf(Decision.Stay.class);
        assertThat(event(pilotAt(RolloutState.OBSERVING, NOW.plusSeconds(5)).observing(PASS, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.ADVANCE);
    }

    @Test
    void observing_neitherPromotesNorRollsBackWithoutEvidence() {
        assertThat(pilotAt(RolloutState.OBSERVING, NOW.plusSeconds(59)).observing(UNSURE, HEALTHY, 1))
                .isInstanceOf(Decision.Stay.class);
        assertThat(event(pilotAt(RolloutState.OBSERVING, NOW.plusSeconds(60)).observing(UNSURE, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.HOLD);
    }

    @Test
    void observing_failsWithTheJudgesReason() {
        Decision decision = pilot(RolloutState.OBSERVING).observing(FAIL, HEALTHY, 1);

        assertThat(event(decision)).isEqualTo(RolloutEvent.FAIL);
        assertThat(decision.reason()).contains("too many errors");
    }

    @Test
    void failure_pastAnIrreversibleMigrationNeedsAHuman() {
        RolloutPlan oneWay = plan(CANARY, true, Optional.of("shop-1"));
        Pilot pilot = new Pilot(rollout(RolloutState.OBSERVING, Progress.start(NOW)), oneWay, NOW);

        assertThat(event(pilot.observing(FAIL, HEALTHY, 1))).isEqualTo(RolloutEvent.ESCALATE);
        assertThat(pilot.abort("aborted by ada").event()).isEqualTo(RolloutEvent.ESCALATE);
    }

    @Test
    void accepted_isHeardByNoJudgeButFailsWithItsInstances() {
        Rollout stuck = rollout(RolloutState.NEEDS_HUMAN, Progress.start(NOW).held(Progress.Held.MANUAL));
        RolloutPlan oneWay = plan(CANARY, true, Optional.of("shop-1"));
        Progress accepted = new Pilot(stuck, oneWay, NOW.plusSeconds(9))
                .accepted("accepted by ada")
                .progress();
        List<InstanceStatus> dead = List.of(instance(InstanceState.FAILED, "exit code 1"));

        assertThat(accepted.heldBecause()).isEmpty();
        Decision onwards =
                new Pilot(rollout(RolloutState.OBSERVING, accepted), oneWay, NOW).observing(FAIL, HEALTHY, 1);
        assertThat(event(onwards)).isEqualTo(RolloutEvent.ADVANCE);
        assertThat(onwards.reason()).endsWith(" %: accepted by a person");
        assertThat(event(new Pilot(rollout(RolloutState.BAKING, accepted), oneWay, NOW).baking(FAIL, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.BAKED);
        assertThat(event(new Pilot(rollout(RolloutState.OBSERVING, accepted), oneWay, NOW).observing(PASS, dead, 1)))
                .isEqualTo(RolloutEvent.ESCALATE);
    }

    @Test
    void bakeFailure_withoutAnEarlierReleaseNeedsAHuman() {
        RolloutPlan first = plan(CANARY, false, Optional.empty());
        Pilot pilot = new Pilot(rollout(RolloutState.BAKING, Progress.start(NOW)), first, NOW);

        assertThat(event(pilot.baking(FAIL, HEALTHY, 1))).isEqualTo(RolloutEvent.ESCALATE);
    }

    @Test
    void held_goesOnByItselfOnlyWhenItWasUndecided() {
        Progress undecided = Progress.start(NOW).held(Progress.Held.INCONCLUSIVE);
        Progress paused = Progress.start(NOW).held(Progress.Held.PAUSED);
        RolloutPlan plan = plan(CANARY, false, Optional.of("shop-1"));

        assertThat(event(new Pilot(rollout(RolloutState.HELD, undecided), plan, NOW).held(PASS, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.RESUME);
        assertThat(new Pilot(rollout(RolloutState.HELD, paused), plan, NOW).held(PASS, HEALTHY, 1))
                .isInstanceOf(Decision.Stay.class);
        assertThat(event(new Pilot(rollout(RolloutState.HELD, paused), plan, NOW).held(FAIL, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.FAIL);
    }

    @Test
    void baking_endsAfterItsTimeAndStaysArmedUntilThen() {
        assertThat(pilotAt(RolloutState.BAKING, NOW.plusSeconds(9)).baking(PASS, HEALTHY, 1))
                .isInstanceOf(Decision.Stay.class);
        assertThat(event(pilotAt(RolloutState.BAKING, NOW.plusSeconds(10)).baking(UNSURE, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.BAKED);
        assertThat(event(pilotAt(RolloutState.BAKING, NOW.plusSeconds(9)).baking(FAIL, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.FAIL);
    }

    @Test
    void bakeUntilDecided_goesOnUntilTheJudgeHasSeenEnough() {
        Instant over = NOW.plusSeconds(10);
        RolloutPlan second = baking(Optional.of("shop-1"));
        Pilot pilot = new Pilot(rollout(RolloutState.BAKING, Progress.start(NOW)), second, over);

        assertThat(due(pilot.baking(UNSURE, HEALTHY, 1))).isAfter(over);
        assertThat(event(pilot.baking(PASS, HEALTHY, 1))).isEqualTo(RolloutEvent.BAKED);
        assertThat(event(pilot.baking(FAIL, HEALTHY, 1))).isEqualTo(RolloutEvent.FAIL);

        RolloutPlan first = baking(Optional.empty());
        assertThat(event(new Pilot(rollout(RolloutState.BAKING, Progress.start(NOW)), first, over)
                        .baking(UNSURE, HEALTHY, 1)))
                .isEqualTo(RolloutEvent.BAKED);
    }

    private static RolloutPlan baking(Optional<String> previous) {
        RolloutPlan plan = plan(CANARY, false, previous);
        return new RolloutPlan(
                plan.release(), plan.config(), environment(CANARY, true), plan.previous(), plan.stages());
    }

    @Test
    void rollback_movesNoTrafficBeforeTheOldReleaseIsReady() {
        assertThat(pilot(RolloutState.ROLLING_BACK).rollingBack(false, Optional.empty()))
                .isInstanceOf(Decision.Stay.class);
        assertThat(event(pilot(RolloutState.ROLLING_BACK).rollingBack(true, Optional.empty())))
                .isEqualTo(RolloutEvent.RESTORE);
        assertThat(event(pilotAt(RolloutState.ROLLING_BACK, NOW.plusSeconds(120))
                        .rollingBack(false, Optional.of("it does not start"))))
                .isEqualTo(RolloutEvent.ESCALATE);
    }

    @Test
    void shifting_failsWhenTheEdgeStaysSilentOrAnInstanceHasFailed() {
        Optional<String> silent = Optional.of("connection refused");

        assertThat(event(pilot(RolloutState.SHIFTING).shifting(Optional.empty(), HEALTHY)))
                .isEqualTo(RolloutEvent.ROUTE);
        assertThat(due(pilot(RolloutState.SHIFTING).shifting(silent, HEALTHY))).isEqualTo(NOW.plusSeconds(1));
        assertThat(event(pilotAt(RolloutState.SHIFTING, NOW.plusSeconds(120)).shifting(silent, HEALTHY)))
                .isEqualTo(RolloutEvent.FAIL);
        assertThat(event(pilot(RolloutState.SHIFTING)
                        .shifting(Optional.empty(), List.of(instance(InstanceState.FAILED, "exit code 1")))))
                .isEqualTo(RolloutEvent.FAIL);
    }

    @Test
    void promoted_isRecordedUnlessItHasFailed() {
        assertThat(event(pilot(RolloutState.PROMOTED).promoted(HEALTHY))).isEqualTo(RolloutEvent.SETTLE);
        assertThat(event(pilot(RolloutState.PROMOTED).promoted(List.of(instance(InstanceState.FAILED, "exit code 1")))))
                .isEqualTo(RolloutEvent.FAIL);
    }

    @Test
    void resizingStage_growsAndOnlyTestedInstancesMayServe() {
        RolloutPlan plan = plan(new Strategy.Rolling(0, 1, List.of()), false, Optional.of("shop-1"));
        Progress first = Progress.start(NOW);

        assertThat(plan.verified(first)).containsExactly(Map.entry("web", 0));
        assertThat(plan.growing(first)).containsExactly(Map.entry("web", 1));
        assertThat(plan.remaining(first)).containsExactly(Map.entry("web", 0));
        assertThat(plan.verified(first.tested())).containsExactly(Map.entry("web", 1));
    }

    @Test
    void table_hasNoRowThatNoRolloutTakes() throws Exception {
        try (TransitionCoverage<RolloutState, RolloutEvent> coverage =
                TransitionCoverage.of(RolloutTransitions.TABLE)) {
            for (var row : RolloutTransitions.TABLE.rows()) {
                Rollout after = rollout(row.from(), Progress.start(NOW))
                        .after(row.event(), Progress.start(NOW), "because", NOW.plusSeconds(1));

                assertThat(after.state()).isEqualTo(row.to());
                assertThat(after.version()).isEqualTo(1);
                assertThat(after.finishedAt().isPresent())
                        .isEqualTo(after.state().isTerminal());
            }
            coverage.assertComplete();
        }
    }

    private static RolloutEvent event(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Move.class);
        return ((Decision.Move) decision).event();
    }

    private static Instant due(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Stay.class);
        return ((Decision.Stay) decision).dueAt();
    }

    private static Pilot pilot(RolloutState state) {
        return pilotAt(state, NOW);
    }

    static Pilot pilotAt(RolloutState state, Instant at) {
        return new Pilot(rollout(state, Progress.start(NOW)), plan(CANARY, false, Optional.of("shop-1")), at);
    }

    private static Rollout rollout(RolloutState state, Progress progress) {
        return new Rollout(
                "rollout-1",
                "shop",
                "production",
                "shop-2",
                Optional.of("shop-1"),
                Rollout.Kind.DEPLOY,
                "canary",
                state,
                NOW,
                progress,
                "a fresh release",
                "ada",
                NOW,
                Optional.empty(),
                Optional.of(NOW),
                0);
    }

    private static RolloutPlan plan(Strategy strategy, boolean oneWay, Optional<String> previous) {
        DeliveryConfig config = new DeliveryConfig(
                new ReleaseRule(List.of("main"), List.of(), List.of()),
                Map.of("web", service(oneWay)),
                Map.of("production", environment(strategy, false)));
        return RolloutPlan.of(
                Rollout.Kind.DEPLOY,
                release("shop-2"),
                config,
                environment(strategy, false),
                previous.map(id -> new RolloutPlan.Side(release(id), config, environment(strategy, false))));
    }

    private static ServiceConfig service(boolean oneWay) {
        return new ServiceConfig(
                "web",
                "process",
                "web",
                List.of("java", "-jar", "web.jar"),
                0,
                1,
                Map.of(),
                List.of(),
                new ServiceConfig.HealthCheck(
                        "/health", Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3, Duration.ofSeconds(30)),
                Duration.ofSeconds(10),
                new ServiceConfig.Resources(OptionalLong.empty(), OptionalDouble.empty()),
                oneWay
                        ? Optional.of(new ServiceConfig.Migrations(List.of("migrate"), List.of(), false))
                        : Optional.empty(),
                Optional.empty());
    }

    private static EnvironmentConfig environment(Strategy strategy, boolean bakeUntilDecided) {
        return new EnvironmentConfig(
                "production",
                Optional.empty(),
                true,
                Map.of(),
                Map.of(),
                Map.of(),
                strategy,
                List.of(),
                Gates.OPEN,
                JudgePolicy.standard(),
                Duration.ofSeconds(10),
                bakeUntilDecided,
                Duration.ofSeconds(120));
    }

    private static Release release(String id) {
        return new Release(
                id,
                "shop",
                "c0ffee",
                "refs/heads/main",
                "ada",
                "ada",
                "A change",
                new TreeMap<>(),
                Digest.of("config"),
                Digest.of(id),
                NOW);
    }

    static InstanceStatus instance(InstanceState state, String detail) {
        return new InstanceStatus(
                "production.web.shop-2.0",
                "shop",
                "production",
                "web",
                "shop-2",
                0,
                Optional.of("127.0.0.1:40000"),
                state,
                NOW,
                0,
                detail);
    }
}

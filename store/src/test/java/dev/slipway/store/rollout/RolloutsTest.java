package dev.slipway.store.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.delivery.dora.Deployment;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.judge.Judge;
import dev.slipway.delivery.judge.JudgePolicy;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.LatencyHistogram;
import dev.slipway.delivery.judge.Look;
import dev.slipway.delivery.judge.MetricAnswer;
import dev.slipway.delivery.judge.MetricWindow;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

class RolloutsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Arm ARM = new Arm(200, 3, LatencyHistogram.ofMicros(900, 1_000, 25_000));

    private final Rollouts rollouts = new Rollouts();
    private final Releases releases = new Releases();
    private final Environments environments = new Environments();

    @EachDatabase
    void save_keepsEverythingThatARolloutRemembers(TestDatabase place) {
        try (Database database = open(place)) {
            Progress progress = Progress.start(NOW)
                    .atStage(2, NOW)
                    .looked(new Progress.Counted("boot", ARM, Arm.none()))
                    .withReference(ARM)
                    .held(Progress.Held.INCONCLUSIVE)
                    .withSecrets(Map.of("KEY", 3L));
            Rollout first = rollout("rollout-1");
            Rollout second = first.after(RolloutEvent.ADMIT, progress, "admitted", NOW.plusMillis(5));
            database.execute(sql -> rollouts.create(sql, first));
            database.execute(sql -> {
                rollouts.save(sql, second);
                rollouts.record(sql, first, RolloutEvent.ADMIT, second, "ada");
            });

            var seen1 = database.read(sql -> rollouts.get(sql, "rollout-1"));
            assertThat(seen1).isEqualTo(second);
            var seen2 = database.read(sql -> rollouts.timeline(sql, "rollout-1"));
            assertThat(seen2)
                    .containsExactly(new Rollouts.Moment(
                            NOW.plusMillis(5),
                            RolloutState.REQUESTED,
                            RolloutEvent.ADMIT,
                            RolloutState.GATED,
                            "ada",
                            "admitted"));
        }
    }

    @EachDatabase
    void save_refusesAVersionThatWasOvertaken(TestDatabase place) {
        try (Database database = open(place)) {
            Rollout first = rollout("rollout-1");
            database.execute(sql -> rollouts.create(sql, first));
            database.execute(sql -> rollouts.save(sql, first.staying(first.progress(), "one", NOW)));

            assertThatThrownBy(() ->
                            database.execute(sql -> rollouts.save(sql, first.staying(first.progress(), "two", NOW))))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("stale-version"));
        }
    }

    @EachDatabase
    void lane_isGivenToOneRolloutAtATime(TestDatabase place) {
        try (Database database = open(place)) {
            database.execute(sql -> environments.ensure(sql, "shop", "production"));
            database.execute(sql -> environments.ensure(sql, "shop", "production"));
            database.execute(sql -> environments.take(sql, rollout("rollout-1")));

            assertThatThrownBy(() -> database.execute(sql -> environments.take(sql, rollout("rollout-2"))))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("lane-taken"));

            database.execute(sql -> environments.free(sql, rollout("rollout-2")));
            database.execute(sql -> environments.free(sql, rollout("rollout-1")));
            database.execute(sql -> environments.take(sql, rollout("rollout-2")));
            database.execute(sql -> environments.settle(sql, rollout("rollout-2"), "shop-1", NOW));

            var seen3 = database.read(sql -> environments.find(sql, "shop", "production"));
            assertThat(seen3)
                    .contains(new Environments.Serving(
                            "shop",
                            "production",
                            Optional.of("shop-1"),
                            Optional.of("rollout-2"),
                            Optional.of(NOW),
                            Optional.of("rollout-2")));
        }
    }

    @EachDatabase
    void releaseThatServedAllAlong_keepsItsTimeOverARollback(TestDatabase place) {
        Instant later = NOW.plusSeconds(60);
        try (Database database = open(place)) {
            database.execute(sql -> environments.ensure(sql, "shop", "production"));
            database.execute(sql -> environments.settle(sql, rollout("rollout-1"), "shop-1", NOW));

            database.execute(sql -> environments.restore(sql, rollout("rollout-2"), "shop-1", later));
            var still = database.read(sql -> environments.find(sql, "shop", "production"))
                    .orElseThrow();
            assertThat(still.since()).contains(NOW);
            assertThat(still.rollout()).contains("rollout-2");

            database.execute(sql -> environments.settle(sql, rollout("rollout-3"), "shop-3", NOW));
            database.execute(sql -> environments.restore(sql, rollout("rollout-3"), "shop-1", later));
            var again = database.read(sql -> environments.find(sql, "shop", "production"))
                    .orElseThrow();
            assertThat(again.release()).contains("shop-1");
            assertThat(again.since()).contains(later);
        }
    }

    @EachDatabase
    void active_leavesOutWhatIsOver(TestDatabase place) {
        try (Database database = open(place)) {
            Rollout running = rollout("rollout-1");
            Rollout over = rollout("rollout-2");
            database.execute(sql -> {
                rollouts.create(sql, running);
                rollouts.create(sql, over);
                rollouts.save(sql, over.after(RolloutEvent.ABORT, over.progress(), "called off", NOW));
            });

            var seen4 = database.read(rollouts::active);
            assertThat(seen4).containsExactly(running);
            var seen5 = database.read(sql -> rollouts.ended(sql, "shop", "production", RolloutState.CANCELLED, 10));
            assertThat(seen5).extracting(Rollout::id).containsExactly("rollout-2");
        }
    }

    @EachDatabase
    void looks_giveTheJudgeTheSameEvidenceAgain(TestDatabase place) {
        Looks looks = new Looks();
        try (Database database = open(place)) {
            Look look = new Look(NOW, 0.1, ARM, new Arm(1800, 2, LatencyHistogram.ofMicros(800)));
            Judgement judgement = Judge.judge(JudgePolicy.standard(), List.of(look));
            database.execute(sql -> rollouts.create(sql, rollout("rollout-1")));
            database.execute(sql -> {
                looks.append(sql, "rollout-1", seen(Looks.Phase.CANARY, 10, look));
                looks.append(sql, "rollout-1", seen(Looks.Phase.BAKE, 100, look));
                rollouts.recordJudgement(sql, "rollout-1", judgement);
            });

            List<Looks.Seen> seen = database.read(sql -> looks.of(sql, "rollout-1"));
            assertThat(seen).extracting(Looks.Seen::phase).containsExactly(Looks.Phase.CANARY, Looks.Phase.BAKE);
            assertThat(seen.getFirst()).isEqualTo(seen(Looks.Phase.CANARY, 10, look));
            var seen6 = database.read(sql -> rollouts.judgement(sql, "rollout-1"));
            assertThat(seen6).contains(judgement);
        }
    }

    @EachDatabase
    void gates_areKeptAsTheyStoodWhenTheyDecided(TestDatabase place) {
        List<GateStatus> gates = List.of(
                new GateStatus("branch", GateStatus.State.PASSED, "main is allowed", Optional.empty()),
                new GateStatus("freeze", GateStatus.State.FAILED, "too late", Optional.of(NOW)));
        try (Database database = open(place)) {
            database.execute(sql -> rollouts.create(sql, rollout("rollout-1")));
            assertThat(database.<List<GateStatus>>read(sql -> rollouts.gates(sql, "rollout-1")))
                    .isEmpty();

            database.execute(sql -> rollouts.recordGates(sql, "rollout-1", gates));

            assertThat(database.<List<GateStatus>>read(sql -> rollouts.gates(sql, "rollout-1")))
                    .isEqualTo(gates);
        }
    }

    @EachDatabase
    void answers_areKeptOnceWithTheirGaps(TestDatabase place) {
        Looks looks = new Looks();
        MetricWindow window = new MetricWindow(1, NOW, NOW.plusSeconds(150));
        MetricAnswer compared = new MetricAnswer(
                0,
                window,
                window.until().plusMillis(3),
                List.of(1.5, Double.NaN, 1e-300),
                Optional.of(List.of(0.1 + 0.2)));
        MetricAnswer alone = new MetricAnswer(1, window, window.until(), List.of(), Optional.empty());
        try (Database database = open(place)) {
            for (int time = 0; time < 2; time++) {
                database.execute(sql -> {
                    looks.keep(sql, "rollout-1", compared);
                    looks.keep(sql, "rollout-1", alone);
                });
            }

            assertThat(database.<List<MetricAnswer>>read(sql -> looks.answers(sql, "rollout-1")))
                    .containsExactly(compared, alone);
        }
    }

    private static Looks.Seen seen(Looks.Phase phase, int weight, Look look) {
        return new Looks.Seen(phase, weight, look, Optional.of(NOW), Optional.of(Verdict.INCONCLUSIVE));
    }

    @EachDatabase
    void release_ofTheSamePartsIsMadeOnce(TestDatabase place) {
        try (Database database = open(place)) {
            Release draft = draft("one");
            Release made = database.transaction(sql -> releases.create(sql, draft, "version: 1"));
            Release again = database.transaction(sql -> releases.create(sql, draft, "version: 1"));
            Release other = database.transaction(sql -> releases.create(sql, draft("two"), "version: 1"));

            assertThat(made.id()).isEqualTo("shop-1");
            assertThat(again).isEqualTo(made);
            assertThat(other.id()).isEqualTo("shop-2");
            var seen7 = database.read(sql -> releases.ofProject(sql, "shop", 10));
            assertThat(seen7).containsExactly(other, made);
            var seen8 = database.read(sql -> releases.configText(sql, "shop-1"));
            assertThat(seen8).isEqualTo("version: 1");
        }
    }

    @EachDatabase
    void deployments_areThoseThatEndedInTheTime(TestDatabase place) {
        Deployments deployments = new Deployments();
        try (Database database = open(place)) {
            database.execute(sql -> {
                releases.create(sql, draft("one"), "version: 1");
                releases.create(sql, draft("two"), "version: 1");
            });
            Rollout first = rollout("rollout-1");
            Rollout routed = first.after(RolloutEvent.ADMIT, first.progress(), "admitted", NOW.plusMillis(5));
            Rollout over = first.after(RolloutEvent.ABORT, first.progress(), "called off", NOW.plusMillis(9));
            database.execute(sql -> {
                rollouts.create(sql, first);
                rollouts.create(sql, rollout("rollout-2"));
                rollouts.save(sql, over);
                rollouts.record(sql, first, RolloutEvent.ROUTE, routed, "slipway");
            });

            assertThat(database.<List<Deployments.Brought>>read(
                            sql -> deployments.ended(sql, "shop", "production", NOW, NOW.plusMillis(10), 5)))
                    .containsExactly(new Deployments.Brought(
                            new Deployment(
                                    "rollout-1",
                                    Rollout.Kind.DEPLOY,
                                    RolloutState.CANCELLED,
                                    NOW,
                                    NOW,
                                    Optional.of(NOW.plusMillis(5)),
                                    Optional.empty(),
                                    NOW.plusMillis(9)),
                            "c0ffee"));
            assertThat(database.<List<Deployments.Brought>>read(
                            sql -> deployments.ended(sql, "shop", "production", NOW, NOW.plusMillis(9), 5)))
                    .isEmpty();
        }
    }

    @EachDatabase
    void approvals_keepTheirOrder(TestDatabase place) {
        Approvals approvals = new Approvals();
        Approval yes = new Approval(
                "rollout-1", Digest.of("one"), "grace", Approval.Decision.APPROVED, "fine", NOW, Set.of("ops", "dev"));
        Approval no = new Approval("rollout-1", Digest.of("one"), "linus", Approval.Decision.REJECTED, "no", NOW);
        try (Database database = open(place)) {
            database.execute(sql -> approvals.append(sql, yes));
            database.execute(sql -> approvals.append(sql, no));

            var seen9 = database.read(sql -> approvals.of(sql, "rollout-1"));
            assertThat(seen9).containsExactly(yes, no);
        }
    }

    private static Database open(TestDatabase place) {
        return Database.open(DatabaseAddress.parse(place.address()));
    }

    private static Release draft(String content) {
        TreeMap<String, Digest> artifacts = new TreeMap<>(Map.of("web", Digest.of(content)));
        return new Release(
                "",
                "shop",
                "c0ffee",
                "refs/heads/main",
                "ada",
                "ada",
                "A change",
                artifacts,
                Digest.of("config"),
                Release.digestOf("c0ffee", artifacts, Digest.of("config")),
                NOW);
    }

    private static Rollout rollout(String id) {
        return new Rollout(
                id,
                "shop",
                "production",
                "shop-2",
                Optional.of("shop-1"),
                Rollout.Kind.DEPLOY,
                "canary",
                RolloutState.REQUESTED,
                NOW,
                Progress.start(NOW),
                "a fresh release",
                "ada",
                NOW,
                Optional.empty(),
                Optional.of(NOW),
                0);
    }
}

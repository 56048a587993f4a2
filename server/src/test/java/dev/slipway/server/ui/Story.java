package dev.slipway.server.ui;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.judge.Evidence;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.LatencyHistogram;
import dev.slipway.delivery.judge.Look;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.preview.PreviewState;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.server.web.Change;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.rollout.Looks;
import dev.slipway.store.rollout.Preview;
import dev.slipway.store.rollout.PreviewRows;
import dev.slipway.store.secret.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Releases and rollouts of a project on an ordinary afternoon, with text in them that means harm. */
final class Story {

    static final String HOSTILE = "Fix <script>alert('title')</script> & \"quotes\"";

    private static final String CONFIG = """
            version: 1
            services:
              safeguard:
                platform: process
                artifact: safeguard
                command: [java, -jar, safeguard.jar]
                instances: COUNT
            environments:
              staging:
                automatic: true
                strategy: recreate
              production:
                after: staging
                hosts: {safeguard: [shop.localhost]}
                gates:
                  reviewers: {count: 1, preventSelfReview: true}
                  checks: [test]
                  checklist: [The pager is charged, Support knows]
                strategy:
                  canary:
                    steps:
                      - setWeight: 10
                      - analysis: {interval: 1s, minimum: 3s, maximum: 60s}
                      - setWeight: 25
                      - analysis: {interval: 1s, minimum: 1s, maximum: 60s}
                      - setWeight: 50
                      - analysis: {interval: 1s, minimum: 1s, maximum: 60s}
                bake: 10s
            """;

    private static final List<RolloutEvent> TO_THE_BAKE = List.of(
            RolloutEvent.ADMIT,
            RolloutEvent.OPEN,
            RolloutEvent.PREPARE,
            RolloutEvent.HEALTHY,
            RolloutEvent.VERIFY,
            RolloutEvent.ROUTE,
            RolloutEvent.COMPLETE,
            RolloutEvent.SETTLE);
    private static final List<RolloutEvent> TO_THE_END = Stream.concat(
                    TO_THE_BAKE.stream(), Stream.of(RolloutEvent.BAKED, RolloutEvent.FINISH))
            .toList();

    private final UiHouse house;
    private final Instant now;
    final Release first;
    final Release second;
    final Release third;

    Story(UiHouse house) {
        this.house = house;
        this.now = house.clock.instant();
        house.projects.create("safeguard", Optional.empty(), "ada");
        this.first = release(1, "Score transactions by country", Duration.ofDays(2));
        this.second = release(2, "Tighten the velocity rule for repeated cards", Duration.ofMinutes(18));
        this.third = release(3, HOSTILE, Duration.ofMinutes(4));
    }

    /** It has succeeded in staging. */
    private Rollout staged(Release release, String id) {
        return drive(rollout(id, "staging", release, Optional.empty(), Duration.ofMinutes(3)), TO_THE_END);
    }

    /** One comes that has not been to staging. */
    void tooNew() {
        release(4, "Count retries", Duration.ZERO);
    }

    /** One comes while somebody looks. */
    void newer() {
        Release fourth = release(4, "Count retries", Duration.ZERO);
        staged(fourth, "rollout-4stg");
        house.changed(Change.Kind.RELEASE, fourth.id());
    }

    /** One comes that only a preview shows. */
    void newerForPreviews() {
        release(4, "Try another colour", Duration.ZERO, true);
    }

    /** A branch with an environment of its own. */
    void preview(String branch) {
        Preview preview = new Preview(
                "safeguard",
                "preview-" + branch,
                "refs/heads/" + branch,
                first.commit(),
                PreviewState.LIVE,
                "shows " + branch,
                now,
                now,
                now.plus(Duration.ofDays(7)));
        house.database.execute(sql -> {
            PreviewRows.save(sql, preview);
            house.books.environments().ensure(sql, "safeguard", preview.name());
        });
    }

    private Release release(int number, String title, Duration age) {
        return release(number, title, age, false);
    }

    private Release release(int number, String title, Duration age, boolean preview) {
        String config = CONFIG.replace("COUNT", number == 1 ? "1" : "2");
        TreeMap<String, Digest> artifacts = new TreeMap<>(Map.of("safeguard", Digest.of("jar " + number)));
        String commit = house.commit(title);
        Release draft = new Release(
                "",
                "safeguard",
                commit,
                "refs/heads/main",
                "mia",
                "mia",
                title,
                artifacts,
                Digest.of(config),
                Release.digestOf(commit, artifacts, Digest.of(config)),
                now.minus(age));
        return house.database.transaction(sql -> preview
                ? house.books.releases().createPreview(sql, draft, config)
                : house.books.releases().create(sql, draft, config));
    }

    /** What serves, and its instances. */
    void serve() {
        Rollout old =
                drive(rollout("rollout-0old", "production", first, Optional.empty(), Duration.ofDays(2)), TO_THE_END);
        Rollout staging = staged(third, "rollout-0stg");
        house.database.execute(sql -> {
            house.books.environments().ensure(sql, "safeguard", "staging");
            house.books.environments().ensure(sql, "safeguard", "production");
            house.books.environments().settle(sql, old, first.id(), now.minus(Duration.ofDays(2)));
            house.books.environments().settle(sql, staging, third.id(), now.minus(Duration.ofMinutes(3)));
            Settings.secrets()
                    .put(sql, "safeguard", "production", "CARD_KEY", "sealed", "ada", now.minus(Duration.ofDays(3)));
            Settings.variables().put(sql, "safeguard", "", "LOG_LEVEL", "info", "ada", now.minus(Duration.ofDays(3)));
            for (String text :
                    List.of("asked to bring safeguard-2 to production", "approved for safeguard-2", HOSTILE)) {
                Audit.append(sql, new AuditEntry(now, "ada", "rollout.approve", "rollout-1canary", "safeguard", text));
            }
        });
        house.platform.stand(
                "production", first.id(), 1, InstanceState.HEALTHY, now.minus(Duration.ofDays(2)), "200 in 3 ms");
        house.platform.stand(
                "production", first.id(), 2, InstanceState.BACKING_OFF, now.minusSeconds(42), "exit code 137");
        house.platform.stand("staging", third.id(), 1, InstanceState.HEALTHY, now.minusSeconds(180), "200 in 2 ms");
    }

    /** The newest release serves in production, so that there is nothing to deploy. */
    void serveNewest() {
        Rollout rollout = rollout("rollout-3new", "production", third, Optional.of(first.id()), Duration.ofMinutes(1));
        house.database.execute(sql -> {
            house.books.rollouts().create(sql, rollout);
            house.books.environments().settle(sql, rollout, third.id(), now);
        });
    }

    /** A canary at 25 %, watched. */
    Rollout canary() {
        Rollout asked =
                rollout("rollout-1canary", "production", second, Optional.of(first.id()), Duration.ofMinutes(6));
        house.database.execute(sql -> house.books
                .approvals()
                .append(
                        sql,
                        new Approval(
                                asked.id(),
                                second.digest(),
                                "rex",
                                Approval.Decision.APPROVED,
                                "read the diff, rule is covered by tests",
                                now.minus(Duration.ofMinutes(5)))));
        Rollout rollout = drive(
                asked,
                List.of(
                        RolloutEvent.ADMIT,
                        RolloutEvent.OPEN,
                        RolloutEvent.PREPARE,
                        RolloutEvent.HEALTHY,
                        RolloutEvent.VERIFY,
                        RolloutEvent.ROUTE,
                        RolloutEvent.ADVANCE,
                        RolloutEvent.ROUTE));
        for (int second = 0; second < 90; second++) {
            look(rollout, second, second < 40 ? 10 : 25);
        }
        house.database.execute(sql -> house.books.rollouts().recordJudgement(sql, rollout.id(), judgement()));
        return rollout;
    }

    void look(Rollout rollout, int second, int weight) {
        int requests = 120 + second * 7 % 31;
        long canary = (long) requests * weight / 100;
        Look look = new Look(
                now.minusSeconds(90).plusSeconds(second),
                weight / 100.0,
                new Arm(canary, second % 9 == 0 ? 1 : 0, latency(canary, 4200 + second % 11 * 160)),
                new Arm(
                        requests - canary,
                        second % 13 == 0 ? 1 : 0,
                        latency(requests - canary, 4000 + second % 7 * 120)));
        house.database.execute(sql -> house.books
                .looks()
                .append(
                        sql,
                        rollout.id(),
                        new Looks.Seen(Looks.Phase.CANARY, weight, look, Optional.empty(), Optional.empty())));
    }

    private static LatencyHistogram latency(long requests, long middleMicros) {
        return LatencyHistogram.of(Map.of(
                LatencyHistogram.bucket(middleMicros), Math.max(1, requests * 90 / 100),
                LatencyHistogram.bucket(middleMicros * 3), Math.max(1, requests * 8 / 100),
                LatencyHistogram.bucket(middleMicros * 7), Math.max(1, requests * 2 / 100)));
    }

    private static Judgement judgement() {
        return new Judgement(
                Verdict.INCONCLUSIVE,
                List.of(
                        new Evidence(
                                "errors",
                                Verdict.PASS,
                                0.0041,
                                0.0038,
                                1.2,
                                0.83,
                                0.025,
                                2140,
                                9210,
                                "0.41 % of 2140 requests failed beside 0.38 % of 9210 on the old release: no more than chance explains."),
                        new Evidence(
                                "latency p95",
                                Verdict.INCONCLUSIVE,
                                0.0134,
                                0.0121,
                                3.4,
                                0.29,
                                0.025,
                                2140,
                                9210,
                                "The new release's p95 is 13 ms beside 12 ms; too few requests were seen to say that it is not slower."),
                        new Evidence(
                                "guard errors > 5 %",
                                Verdict.PASS,
                                0.0041,
                                0.05,
                                Double.NaN,
                                Double.NaN,
                                0.05,
                                2140,
                                0,
                                "0.41 % of requests failed, below the limit of 5 %.")),
                "Nothing speaks against the new release yet, and not enough was seen of its latency to pass it.");
    }

    /** The first release of all, which nothing served before. */
    Rollout baking() {
        return drive(
                rollout("rollout-4first", "production", first, Optional.empty(), Duration.ofMinutes(9)), TO_THE_BAKE);
    }

    /** A rollout that waits for a reviewer. */
    Rollout waiting() {
        return drive(
                rollout("rollout-2waiting", "production", third, Optional.of(first.id()), Duration.ofMinutes(2)),
                List.of(RolloutEvent.ADMIT));
    }

    private Rollout rollout(String id, String environment, Release release, Optional<String> previous, Duration age) {
        Instant at = now.minus(age);
        return new Rollout(
                id,
                "safeguard",
                environment,
                release.id(),
                previous,
                Rollout.Kind.DEPLOY,
                "canary",
                RolloutState.REQUESTED,
                at,
                Progress.start(at),
                "asked for by mia",
                "mia",
                at,
                Optional.empty(),
                Optional.of(at),
                0);
    }

    private Rollout drive(Rollout start, List<RolloutEvent> events) {
        house.database.execute(sql -> {
            house.books.rollouts().create(sql, start);
            house.books.environments().ensure(sql, start.project(), start.environment());
        });
        Rollout rollout = start;
        Instant at = start.requestedAt();
        for (RolloutEvent event : events) {
            at = at.plusSeconds(14);
            rollout = step(rollout, event, at);
        }
        return rollout;
    }

    /** It moves while somebody looks. */
    Rollout moves(Rollout rollout, RolloutEvent event) {
        Rollout after = step(rollout, event, house.clock.instant());
        house.changed(Change.Kind.ROLLOUT, rollout.id());
        return after;
    }

    private Rollout step(Rollout before, RolloutEvent event, Instant at) {
        Progress progress = event == RolloutEvent.ADVANCE
                ? before.progress().atStage(before.progress().place().stage() + 1, at)
                : before.progress();
        Rollout after = before.after(event, progress, words(event), at);
        house.database.execute(sql -> {
            house.books.rollouts().save(sql, after);
            house.books.rollouts().record(sql, before, event, after, "slipway");
            if (after.state().holdsLane()) {
                house.books.environments().take(sql, after);
            } else {
                house.books.environments().free(sql, after);
            }
        });
        return after;
    }

    private static String words(RolloutEvent event) {
        return switch (event) {
            case ADMIT -> "gates: reviewers, checks";
            case OPEN -> "every gate is fulfilled";
            case PREPARE -> "2 secrets frozen, database expanded";
            case HEALTHY -> "2 of 2 instances healthy after 1.8 s";
            case VERIFY -> "smoke tests succeeded";
            case ROUTE -> "the edge has read the weights back";
            case ADVANCE -> "the judge passed 10 %";
            default -> event.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}

package dev.slipway.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.gate.GateStatus.State;
import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A change of the gates passes the gates as they were. */
class GateRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Digest DIGEST = Digest.of("release");
    private static final String STRICT = """
            reviewers: {count: 1, users: [grace], preventSelfReview: true}
            waitTimer: 10m
            branches: [main]
            checklist: [the pager is charged]
            checks: [scan]
            """;

    @Test
    void unchangedGates_areAskedOnce() {
        GateRules rules = rules(STRICT, STRICT);

        assertThat(names(rules, facts("refs/heads/main")))
                .containsExactly("branch", "check scan", "checklist", "reviewers", "wait timer");
    }

    @Test
    void gatesTakenOut_standUntilThatHasPassedThem() {
        GateRules rules = rules("{}", STRICT);

        assertThat(GateKeeper.look(rules, facts("refs/heads/main"), NOW))
                .extracting(GateStatus::name, GateStatus::state)
                .containsExactly(
                        tuple("checklist", State.WAITING),
                        tuple("branch until now", State.PASSED),
                        tuple("reviewers until now", State.WAITING),
                        tuple("wait timer until now", State.WAITING));
        assertThat(GateKeeper.look(
                        rules,
                        facts(
                                "refs/heads/main",
                                decided("grace", Approval.Decision.APPROVED, ""),
                                decided("ada", Approval.Decision.CONFIRMED, "the pager is charged")),
                        NOW.plus(Duration.ofMinutes(10))))
                .extracting(GateStatus::state)
                .containsOnly(State.PASSED);
    }

    @Test
    void reviewersExchanged_bothHaveToAgree() {
        GateRules rules = rules("reviewers: {count: 1, users: [ada], preventSelfReview: false}", STRICT);
        GateFacts own = facts("refs/heads/main", decided("ada", Approval.Decision.APPROVED, ""));

        assertThat(rules.mayApprove(own, Reviewer.alone("ada"))).isTrue();
        assertThat(rules.mayApprove(own, Reviewer.alone("grace"))).isTrue();
        assertThat(rules.mayApprove(own, Reviewer.alone("linus"))).isFalse();
        assertThat(rules.refusal(Reviewer.alone("linus"))).isEqualTo("reviewers are: ada, grace");
        assertThat(GateKeeper.look(rules, own, NOW))
                .extracting(GateStatus::name, GateStatus::state)
                .contains(tuple("reviewers", State.PASSED), tuple("reviewers until now", State.WAITING));
    }

    @Test
    void freezeTakenOut_isStillInForce() {
        String frozen = "freezes: [{from: 2026-11-21T00:00:00Z, until: 2026-11-22T00:00:00Z, reason: sale}]";

        assertThat(GateKeeper.look(rules("{}", frozen), facts("refs/heads/main"), NOW))
                .extracting(GateStatus::name, GateStatus::state)
                .containsExactly(tuple("freeze until now", State.WAITING));
    }

    @Test
    void deployWindowsTakenOut_stillCount() {
        String closed = "windows: [{from: 2099-11-21T00:00:00Z, until: 2099-11-22T00:00:00Z}]";

        assertThat(GateKeeper.look(rules("{}", closed), facts("refs/heads/main"), NOW))
                .extracting(GateStatus::name, GateStatus::state)
                .containsExactly(tuple("deploy window until now", State.WAITING));
        assertThat(GateKeeper.look(rules(closed, closed), facts("refs/heads/main"), NOW))
                .extracting(GateStatus::name)
                .containsExactly("deploy window");
    }

    @Test
    void releaseFromARefOfItsOwnMaking_isRefused() {
        GateRules rules = GateRules.of(
                Gates.OPEN,
                config("{}", "release: {branches: [main], tags: ['v*']}"),
                environment(config("{}", "release: {branches: [main], tags: ['v*']}")));

        assertThat(GateKeeper.look(rules, facts("refs/heads/mine"), NOW))
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.name()).isEqualTo("source until now");
                    assertThat(status.state()).isEqualTo(State.FAILED);
                    assertThat(status.reason()).contains("main, tag v*", "refs/heads/mine");
                });
        assertThat(GateKeeper.look(rules, facts("refs/tags/v2"), NOW)).isEmpty();
    }

    @Test
    void emergency_opensStandingRulesToo() {
        assertThat(names(
                        rules("{}", STRICT),
                        facts("refs/heads/mine", decided("ada", Approval.Decision.BREAK_GLASS, "fire"))))
                .containsExactly("break-glass");
    }

    private static List<String> names(GateRules rules, GateFacts facts) {
        return GateKeeper.look(rules, facts, NOW).stream().map(GateStatus::name).toList();
    }

    private static GateRules rules(String next, String serving) {
        DeliveryConfig before = config(serving, "release: {branches: ['**']}");
        return GateRules.of(
                environment(config(next, "release: {branches: ['**']}")).gates(), before, environment(before));
    }

    private static EnvironmentConfig environment(DeliveryConfig config) {
        return config.environments().values().iterator().next();
    }

    private static DeliveryConfig config(String gates, String release) {
        String text = release + """

                services:
                  web: {artifact: web, command: [serve]}
                environments:
                  production:
                    gates:
                """ + gates.indent(6);
        return ConfigReader.read("slipway.yml", text).config().orElseThrow();
    }

    private static Approval decided(String user, Approval.Decision decision, String comment) {
        return new Approval("r", DIGEST, user, decision, comment, NOW);
    }

    private static GateFacts facts(String ref, Approval... approvals) {
        Release release = new Release(
                "shop-2",
                "shop",
                "c0ffee",
                ref,
                "ada",
                "ada",
                "A change",
                new TreeMap<>(),
                Digest.of("c"),
                DIGEST,
                NOW);
        return new GateFacts(release, "slipway", NOW, List.of(approvals), Map.of(), Optional.empty());
    }
}

package dev.slipway.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.config.RefRule;
import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GateKeeperTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Digest DIGEST = Digest.of("release");
    private static final Gates REVIEWED = new Gates(
            Optional.of(new Gates.Reviewers(1, List.of(), true)), Duration.ZERO, RefRule.ANY, List.of(), List.of());

    @Test
    void reviewers_waitUntilSomebodyElseHasApproved() {
        assertThat(state(REVIEWED, facts())).isEqualTo(GateStatus.State.WAITING);
        assertThat(state(REVIEWED, facts(approved("ada", DIGEST)))).isEqualTo(GateStatus.State.WAITING);
        assertThat(state(REVIEWED, facts(approved("grace", DIGEST)))).isEqualTo(GateStatus.State.PASSED);
    }

    @Test
    void approval_ofAnotherDigestDoesNotCount() {
        assertThat(state(REVIEWED, facts(approved("grace", Digest.of("another")))))
                .isEqualTo(GateStatus.State.WAITING);
    }

    @Test
    void approval_ofOnePersonCountsOnce() {
        Gates two = new Gates(
                Optional.of(new Gates.Reviewers(2, List.of(), true)), Duration.ZERO, RefRule.ANY, List.of(), List.of());

        assertThat(state(two, facts(approved("grace", DIGEST), approved("grace", DIGEST))))
                .isEqualTo(GateStatus.State.WAITING);
    }

    @Test
    void reviewers_whoAreNotNamedDoNotCount() {
        Gates named = new Gates(
                Optional.of(new Gates.Reviewers(1, List.of("linus"), false)),
                Duration.ZERO,
                RefRule.ANY,
                List.of(),
                List.of());

        assertThat(state(named, facts(approved("grace", DIGEST)))).isEqualTo(GateStatus.State.WAITING);
        assertThat(state(named, facts(approved("linus", DIGEST)))).isEqualTo(GateStatus.State.PASSED);
    }

    @Test
    void team_countsForWhoeverWasInItWhenTheyApproved() {
        Gates ofOps = new Gates(
                Optional.of(new Gates.Reviewers(2, List.of("linus", "team:ops"), true)),
                Duration.ZERO,
                RefRule.ANY,
                List.of(),
                List.of());
        Approval linus = approved("linus", DIGEST);
        Approval stranger = inTeams("grace", "dev");
        Approval member = inTeams("grace", "dev", "ops");
        Approval author = inTeams("ada", "ops");

        assertThat(state(ofOps, facts(linus, stranger))).isEqualTo(GateStatus.State.WAITING);
        assertThat(state(ofOps, facts(linus, author))).isEqualTo(GateStatus.State.WAITING);
        assertThat(state(ofOps, facts(linus, stranger, member))).isEqualTo(GateStatus.State.PASSED);
        assertThat(state(ofOps, facts(member, member))).isEqualTo(GateStatus.State.WAITING);
    }

    @Test
    void account_withTheNameOfATeamIsNotTheTeam() {
        Gates.Reviewers ops = new Gates.Reviewers(1, List.of("team:ops"), true);

        assertThat(GateKeeper.mayApprove(ops, facts(), Reviewer.alone("ops"))).isFalse();
        assertThat(GateKeeper.mayApprove(ops, facts(), new Reviewer("grace", Set.of("ops"))))
                .isTrue();
        assertThat(GateRules.only(REVIEWED).refusal(Reviewer.alone("ada"))).contains("does not approve it");
    }

    @Test
    void branch_otherThanAllowedFails() {
        Gates onlyRelease = new Gates(
                Optional.empty(), Duration.ZERO, new RefRule(List.of("release/*"), List.of()), List.of(), List.of());

        assertThat(state(onlyRelease, facts())).isEqualTo(GateStatus.State.FAILED);
    }

    @Test
    void tag_isHeldAgainstTheRuleOfTagsAlone_andABranchAgainstThatOfBranches() {
        RefRule tagged = new RefRule(List.of(), List.of("v*"));
        assertThat(tagged.admits("refs/tags/v2")).isTrue();
        assertThat(tagged.admits("refs/tags/nightly")).isFalse();
        assertThat(tagged.admits("refs/heads/v2")).isFalse();
        assertThat(tagged.admits("refs/heads/main")).isFalse();
        assertThat(tagged.admits("refs/pull/2/merge")).isFalse();
        assertThat(RefRule.ANY.admits("refs/pull/2/merge")).isTrue();
        RefRule branches = new RefRule(List.of("main", "refs/tags/*"), List.of());
        assertThat(branches.admits("refs/tags/v2")).isFalse();
        assertThat(branches.admits("refs/heads/main")).isTrue();

        Gates onlyTags = new Gates(Optional.empty(), Duration.ZERO, tagged, List.of(), List.of());
        assertThat(GateKeeper.look(GateRules.only(onlyTags), facts(), NOW))
                .singleElement()
                .satisfies(status -> assertThat(status.reason()).contains("tag v*", "main"));
    }

    @Test
    void check_thatNeverRanFails() {
        Gates scanned = new Gates(Optional.empty(), Duration.ZERO, RefRule.ANY, List.of(), List.of("scan"));

        assertThat(state(scanned, facts())).isEqualTo(GateStatus.State.FAILED);
    }

    @Test
    void tagThatCameAfterTheRelease_opensTheGate() {
        Gates onlyTags =
                new Gates(Optional.empty(), Duration.ZERO, new RefRule(List.of(), List.of("v*")), List.of(), List.of());
        GateStatus closed = look(onlyTags, tagged("refs/tags/nightly"));
        assertThat(closed.state()).isEqualTo(GateStatus.State.WAITING);
        assertThat(closed.reason()).endsWith("it goes on once its commit gets such a tag");
        GateStatus opened = look(onlyTags, tagged("refs/tags/nightly", "refs/tags/v2"));
        assertThat(opened.state()).isEqualTo(GateStatus.State.PASSED);
        assertThat(opened.reason()).contains("v2");
    }

    @Test
    void tagRule_failsWhereNoLaterTagCanCount() {
        Gates onlyTags =
                new Gates(Optional.empty(), Duration.ZERO, new RefRule(List.of(), List.of("v*")), List.of(), List.of());

        assertThat(look(onlyTags, facts()).state()).isEqualTo(GateStatus.State.FAILED);
    }

    @Test
    void freeze_tellsItsEndInTheTimeOfItsZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Gates frozen = new Gates(
                Optional.empty(),
                Duration.ZERO,
                RefRule.ANY,
                List.of(new Gates.DatedWindow(NOW, Instant.parse("2027-01-01T05:00:00Z"), berlin, "holidays")),
                List.of());

        assertThat(look(frozen, facts()).reason()).isEqualTo("holidays, until Fri 2027-01-01 06:00 in Europe/Berlin");
    }

    @Test
    void deployWindow_isOpen_orTellsWhenTheNextOneOpens_orFailsWhenNoneIsAhead() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Gates.Window past = new Gates.DatedWindow(NOW.minusSeconds(3600), NOW.minusSeconds(60), berlin, "launch week");
        Gates.Window open = new Gates.DatedWindow(NOW.minusSeconds(60), NOW.plusSeconds(60), berlin, "sprint end");
        Gates.Window later =
                new Gates.DatedWindow(Instant.parse("2027-01-04T08:00:00Z"), Instant.MAX, berlin, "working hours");
        Gates.Window muchLater =
                new Gates.DatedWindow(Instant.parse("2028-01-04T08:00:00Z"), Instant.MAX, berlin, "next year");

        assertThat(look(Gates.OPEN.withWindows(List.of(past, open, later)), facts()))
                .isEqualTo(GateStatus.passed("deploy window", "open: sprint end"));
        assertThat(look(Gates.OPEN.withWindows(List.of(muchLater, past, later)), facts()))
                .isEqualTo(GateStatus.waitingUntil(
                        "deploy window",
                        "working hours, opens Mon 2027-01-04 09:00 in Europe/Berlin",
                        Instant.parse("2027-01-04T08:00:00Z")));
        assertThat(look(Gates.OPEN.withWindows(List.of(past)), facts()).state()).isEqualTo(GateStatus.State.FAILED);
    }

    @Test
    void deployWindow_opensNextWhereNoFreezeCoversIt() {
        Gates.Window mornings = new Gates.DailyWindow(
                EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 0), LocalTime.of(12, 0), ZoneOffset.UTC, "mornings");
        Instant evening = Instant.parse("2026-11-18T20:00:00Z");
        Gates.Window untilTen =
                new Gates.DatedWindow(evening, Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC, "audit");
        Gates.Window allMornings = new Gates.DailyWindow(
                EnumSet.allOf(DayOfWeek.class), LocalTime.of(8, 0), LocalTime.of(13, 0), ZoneOffset.UTC, "backup");
        GateRules standingFreeze =
                new GateRules(Gates.OPEN.withWindows(List.of(mornings)), frozen(untilTen), Optional.empty());

        assertThat(windowGate(GateRules.only(frozen(untilTen).withWindows(List.of(mornings))), evening))
                .as("within a morning that the freeze leaves half of")
                .isEqualTo(GateStatus.waitingUntil(
                        "deploy window",
                        "mornings, opens Fri 2026-11-20 10:00 in Z",
                        Instant.parse("2026-11-20T10:00:00Z")));
        assertThat(windowGate(standingFreeze, evening).opensAt()).contains(Instant.parse("2026-11-20T10:00:00Z"));
        assertThat(windowGate(GateRules.only(frozen(allMornings).withWindows(List.of(mornings))), evening))
                .isEqualTo(GateStatus.failed(
                        "deploy window", "freezes cover every window that is still to come: mornings"));
    }

    private static Gates frozen(Gates.Window freeze) {
        return new Gates(Optional.empty(), Duration.ZERO, RefRule.ANY, List.of(freeze), List.of());
    }

    private static GateStatus windowGate(GateRules rules, Instant now) {
        return GateKeeper.look(rules, facts(), now).stream()
                .filter(status -> status.name().equals("deploy window"))
                .findFirst()
                .orElseThrow();
    }

    private static GateFacts tagged(String... tags) {
        return new GateFacts(
                release(), Optional.of(Set.of(tags)), "slipway", NOW, List.of(), Map.of(), Map.of(), Optional.empty());
    }

    private static GateStatus look(Gates gates, GateFacts facts) {
        return GateKeeper.look(GateRules.only(gates), facts, NOW).getFirst();
    }

    @Test
    void waitTimer_opensWhenItsTimeHasPassed() {
        Gates slow = new Gates(Optional.empty(), Duration.ofMinutes(10), RefRule.ANY, List.of(), List.of());

        GateStatus status = GateKeeper.look(GateRules.only(slow), facts(), NOW).getFirst();
        assertThat(status.opensAt()).contains(NOW.plus(Duration.ofMinutes(10)));
        assertThat(status.reason()).matches("opens \\w{3} [-0-9]{10} [:0-9]{8} in UTC, 10 min after it was asked for");
        assertThat(GateKeeper.look(GateRules.only(slow), facts(), NOW.plus(Duration.ofMinutes(10)))
                        .getFirst()
                        .state())
                .isEqualTo(GateStatus.State.PASSED);
    }

    @Test
    void breakGlass_opensEverythingButTheLane() {
        GateFacts taken = new GateFacts(
                release(),
                "ada",
                NOW,
                List.of(new Approval("r", DIGEST, "ada", Approval.Decision.BREAK_GLASS, "fire", NOW)),
                Map.of(),
                Optional.of(new GateFacts.LaneHolder("other", "shop-1", "BAKING")));

        assertThat(GateKeeper.look(GateRules.only(REVIEWED), taken, NOW))
                .extracting(GateStatus::name, GateStatus::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("break-glass", GateStatus.State.PASSED),
                        org.assertj.core.groups.Tuple.tuple("lane", GateStatus.State.WAITING));
    }

    private static GateStatus.State state(Gates gates, GateFacts facts) {
        return GateKeeper.look(GateRules.only(gates), facts, NOW).getFirst().state();
    }

    private static Approval approved(String user, Digest digest) {
        return new Approval("r", digest, user, Approval.Decision.APPROVED, "", NOW);
    }

    private static Approval inTeams(String user, String... teams) {
        return new Approval("r", DIGEST, user, Approval.Decision.APPROVED, "", NOW, Set.of(teams));
    }

    private static GateFacts facts(Approval... approvals) {
        return new GateFacts(release(), "slipway", NOW, List.of(approvals), Map.of(), Optional.empty());
    }

    private static Release release() {
        return new Release(
                "shop-2",
                "shop",
                "c0ffee",
                "refs/heads/main",
                "ada",
                "ada",
                "A change",
                new TreeMap<>(),
                Digest.of("config"),
                DIGEST,
                NOW);
    }
}

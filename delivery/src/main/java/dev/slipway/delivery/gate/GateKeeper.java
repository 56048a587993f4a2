package dev.slipway.delivery.gate;

import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.config.ReleaseRule;
import dev.slipway.delivery.report.ReportResult;
import dev.slipway.delivery.report.ReportRule;
import dev.slipway.kernel.Durations;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says for each gate of an environment whether it lets a rollout through, and if not, what it waits for. */
public final class GateKeeper {

    private static final String BRANCH_PREFIX = "refs/heads/";
    private static final String TAG_PREFIX = "refs/tags/";
    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern(
                    "EEE yyyy-MM-dd HH:mm:ss 'in' VV", Locale.ROOT)
            .withZone(ZoneId.of("UTC"));

    private GateKeeper() {}

    /**
     * Every gate that the environment has, in the order in which people think about them. The environment's lane comes
     * last and is never opened by break-glass: two rollouts at once would leave a mix of releases.
     */
    public static List<GateStatus> look(GateRules rules, GateFacts facts, Instant now) {
        Optional<Approval> rejection = current(facts).stream()
                .filter(approval -> approval.decision() == Approval.Decision.REJECTED)
                .findFirst();
        if (rejection.isPresent()) {
            return List.of(GateStatus.failed("reviewers", "rejected by " + words(rejection.get())));
        }
        List<GateStatus> statuses = new ArrayList<>();
        Optional<Approval> emergency = current(facts).stream()
                .filter(approval -> approval.decision() == Approval.Decision.BREAK_GLASS)
                .findFirst();
        if (emergency.isPresent()) {
            statuses.add(
                    GateStatus.passed(GateStatus.BREAK_GLASS, "opened in an emergency by " + words(emergency.get())));
        } else {
            Gates gates = rules.own();
            branch(gates, facts).ifPresent(statuses::add);
            gates.checks().forEach(check -> statuses.add(check(check, facts)));
            gates.reports().forEach(rule -> statuses.add(report(rule, facts)));
            if (!gates.checklist().isEmpty()) {
                statuses.add(checklist(gates.checklist(), facts));
            }
            statuses.addAll(peopleAndTime(gates, rules.freezes(), facts, now));
            standing(rules, facts, now).forEach(status -> statuses.add(status.untilNow()));
        }
        facts.lane()
                .ifPresent(holder -> statuses.add(GateStatus.waiting(
                        "lane",
                        "release " + holder.release() + " has the environment (" + holder.doing() + ", rollout "
                                + holder.rollout() + ")")));
        return statuses;
    }

    private static List<GateStatus> peopleAndTime(
            Gates gates, List<Gates.Window> freezes, GateFacts facts, Instant now) {
        List<GateStatus> statuses = new ArrayList<>();
        gates.reviewers().ifPresent(reviewers -> statuses.add(reviewers(reviewers, facts)));
        waitTimer(gates, facts, now).ifPresent(statuses::add);
        gates.freezes().forEach(freeze -> statuses.add(freeze(freeze, now)));
        window(gates.windows(), freezes, now).ifPresent(statuses::add);
        return statuses;
    }

    private static List<GateStatus> standing(GateRules rules, GateFacts facts, Instant now) {
        List<GateStatus> statuses = new ArrayList<>();
        rules.source().flatMap(rule -> source(rule, facts)).ifPresent(statuses::add);
        branch(rules.standing(), facts).ifPresent(statuses::add);
        statuses.addAll(peopleAndTime(rules.standing(), rules.freezes(), facts, now));
        return statuses;
    }

    private static Optional<GateStatus> source(ReleaseRule rule, GateFacts facts) {
        String ref = facts.release().ref();
        return rule.admits(ref)
                ? Optional.empty()
                : Optional.of(GateStatus.failed(
                        "source",
                        "what serves lets releases come from " + String.join(", ", rule.refs()) + ", not from " + ref
                                + "; bring the change of 'release' from there first"));
    }

    private static List<Approval> current(GateFacts facts) {
        return facts.approvals().stream()
                .filter(approval -> approval.release().equals(facts.release().digest()))
                .toList();
    }

    private static String words(Approval approval) {
        return approval.comment().isBlank() ? approval.user() : approval.user() + ": " + approval.comment();
    }

    private static Optional<GateStatus> branch(Gates gates, GateFacts facts) {
        if (gates.refs().isAny()) {
            return Optional.empty();
        }
        String ref = facts.release().ref();
        String name = ref.startsWith(BRANCH_PREFIX) ? ref.substring(BRANCH_PREFIX.length()) : ref;
        if (gates.refs().admits(ref)) {
            return Optional.of(GateStatus.passed("branch", name + " is allowed"));
        }
        String words = "only releases of " + String.join(", ", gates.refs().words()) + " may come here, this one is of "
                + name;
        return Optional.of(
                gates.refs().tags().isEmpty()
                        ? GateStatus.failed("branch", words)
                        : facts.tags()
                                .map(tags -> tagged(gates, tags, words))
                                .orElseGet(() -> GateStatus.failed("branch", words)));
    }

    private static GateStatus tagged(Gates gates, Set<String> tags, String words) {
        return tags.stream()
                .filter(gates.refs()::admits)
                .min(Comparator.naturalOrder())
                .map(tag -> GateStatus.passed("branch", "its commit has the tag " + tag.substring(TAG_PREFIX.length())))
                .orElseGet(() -> GateStatus.waiting("branch", words + "; it goes on once its commit gets such a tag"));
    }

    private static GateStatus check(String workflow, GateFacts facts) {
        String name = "check " + workflow;
        GateFacts.CheckResult result = facts.checks().get(workflow);
        if (result == null) {
            return GateStatus.failed(name, "workflow '" + workflow + "' did not run for this commit");
        }
        return switch (result) {
            case SUCCEEDED -> GateStatus.passed(name, "succeeded");
            case RUNNING -> GateStatus.waiting(name, "is still running");
            case FAILED -> GateStatus.failed(name, "workflow '" + workflow + "' failed for this commit");
        };
    }

    private static GateStatus report(ReportRule rule, GateFacts facts) {
        String name = "report " + rule.source() + " (" + rule.threshold().word() + ")";
        ReportResult result = facts.reports().get(rule);
        if (result == null) {
            return facts.checks().containsValue(GateFacts.CheckResult.RUNNING)
                    ? GateStatus.waiting(name, "a workflow that may upload '" + rule.artifact() + "' is still running")
                    : GateStatus.failed(name, "no run of this commit uploaded the artifact '" + rule.artifact() + "'");
        }
        return result.passed() ? GateStatus.passed(name, result.words()) : GateStatus.failed(name, result.words());
    }

    /** The points of the checklist that nobody has confirmed for this release. */
    public static List<String> openPoints(List<String> checklist, GateFacts facts) {
        Set<String> confirmed = new LinkedHashSet<>();
        current(facts).stream()
                .filter(approval -> approval.decision() == Approval.Decision.CONFIRMED)
                .forEach(approval -> confirmed.add(approval.comment()));
        return checklist.stream().filter(point -> !confirmed.contains(point)).toList();
    }

    private static GateStatus checklist(List<String> points, GateFacts facts) {
        List<String> open = openPoints(points, facts);
        return open.isEmpty()
                ? GateStatus.passed("checklist", "all " + points.size() + " points are confirmed")
                : GateStatus.waiting(
                        "checklist",
                        (points.size() - open.size()) + " of " + points.size() + " points are confirmed, open: "
                                + String.join("; ", open));
    }

    private static GateStatus reviewers(Gates.Reviewers rule, GateFacts facts) {
        Set<String> counted = new LinkedHashSet<>();
        Set<String> ignored = new LinkedHashSet<>();
        for (Approval approval : facts.approvals()) {
            if (approval.decision() != Approval.Decision.APPROVED) {
                continue;
            }
            boolean bound = approval.release().equals(facts.release().digest());
            (bound && mayApprove(rule, facts, approval.reviewer()) ? counted : ignored).add(approval.user());
        }
        if (counted.size() >= rule.count()) {
            return GateStatus.passed("reviewers", "approved by " + String.join(", ", counted));
        }
        String who = rule.users().isEmpty() ? "somebody with the right to review" : String.join(", ", rule.users());
        String missing = (rule.count() - counted.size()) + " more approval"
                + (rule.count() - counted.size() == 1 ? "" : "s") + " needed from " + who;
        return GateStatus.waiting(
                "reviewers", ignored.isEmpty() ? missing : missing + "; not counted: " + String.join(", ", ignored));
    }

    /** Whether a person's approval would count. */
    public static boolean mayApprove(Gates.Reviewers rule, GateFacts facts, Reviewer who) {
        String user = who.name();
        boolean involved = user.equals(facts.release().author())
                || user.equals(facts.release().pushedBy())
                || user.equals(facts.requestedBy());
        return rule.names(user, who.teams()) && !(rule.preventSelfReview() && involved);
    }

    private static Optional<GateStatus> waitTimer(Gates gates, GateFacts facts, Instant now) {
        if (gates.waitTimer().isZero()) {
            return Optional.empty();
        }
        Instant opensAt = facts.requestedAt().plus(gates.waitTimer());
        return Optional.of(
                now.isBefore(opensAt)
                        ? GateStatus.waitingUntil(
                                "wait timer",
                                "opens " + TO_THE_SECOND.format(opensAt) + ", " + Durations.words(gates.waitTimer())
                                        + " after it was asked for",
                                opensAt)
                        : GateStatus.passed("wait timer", Durations.words(gates.waitTimer()) + " have passed"));
    }

    private static String words(Instant end, ZoneId zone) {
        return WALL_CLOCK.format(end.atZone(zone)) + " in " + zone;
    }

    private static GateStatus freeze(Gates.Window freeze, Instant now) {
        return WindowTimes.endAt(freeze, now)
                .map(end -> GateStatus.waitingUntil(
                        "freeze", freeze.reason() + ", until " + words(end, freeze.zone()), end))
                .orElseGet(() -> GateStatus.passed("freeze", "not in force: " + freeze.reason()));
    }

    /** One open window is enough; absent where there are none. */
    private static Optional<GateStatus> window(List<Gates.Window> windows, List<Gates.Window> freezes, Instant now) {
        if (windows.isEmpty()) {
            return Optional.empty();
        }
        return windows.stream()
                .filter(window -> WindowTimes.endAt(window, now).isPresent())
                .findFirst()
                .map(open -> GateStatus.passed("deploy window", "open: " + open.reason()))
                .or(() -> WindowTimes.opening(windows, freezes, now).map(GateKeeper::closed))
                .or(() -> Optional.of(hopeless(windows, now)));
    }

    private static GateStatus closed(WindowTimes.Opening next) {
        return GateStatus.waitingUntil(
                "deploy window",
                next.window().reason() + ", opens "
                        + words(next.at(), next.window().zone()),
                next.at());
    }

    private static GateStatus hopeless(List<Gates.Window> windows, Instant now) {
        boolean frozen = windows.stream()
                .anyMatch(window -> WindowTimes.nextAt(window, now).isPresent());
        return GateStatus.failed(
                "deploy window",
                frozen
                        ? "freezes cover every window that is still to come: "
                                + windows.getLast().reason()
                        : "the last window has ended: " + windows.getLast().reason());
    }
}

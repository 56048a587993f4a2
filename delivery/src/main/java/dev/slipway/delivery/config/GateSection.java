package dev.slipway.delivery.config;

import dev.slipway.delivery.config.Gates.Reviewers;
import dev.slipway.delivery.config.Gates.Window;
import dev.slipway.delivery.report.ReportRule;
import java.time.Duration;
import java.util.List;

/** The keys of an environment's gates, in the words of GitHub's deployment protection rules. */
final class GateSection {

    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private static final Plain<String> REVIEWER = Plains.TEXT.checked(
            "account or team:NAME",
            text -> !text.isBlank() && !text.equals(Reviewers.TEAM),
            "bad-reviewer",
            "name an account, or a team as team:NAME");
    private static final Key<Integer> COUNT = Key.fallback("count", Plains.whole(1, 20), "1", "How many must approve.");
    private static final Key<List<String>> USERS = Key.fallback(
            "users",
            ListShape.of(REVIEWER),
            "[]",
            "Who may approve: accounts, and teams as `team:NAME`; empty for everyone with the right to review.");
    private static final Key<Boolean> PREVENT_SELF_REVIEW = Key.fallback(
            "preventSelfReview",
            Plains.FLAG,
            "true",
            "The author of the change and whoever asked for the rollout do not count.");

    private static final Section<Reviewers> REVIEWERS = Section.of(
            "People who must agree before a rollout starts.",
            List.of(COUNT, USERS, PREVENT_SELF_REVIEW),
            GateSection::reviewers);

    private static final Key<Reviewers> REVIEWERS_KEY = Key.optional(
            "reviewers",
            new ListOr<>(new ListShape<>(REVIEWER, 1), users -> new Reviewers(1, users, true), REVIEWERS),
            "Who must agree before a rollout starts; a list stands for its `users`.");
    private static final Key<Duration> WAIT_TIMER = Key.fallback(
            "waitTimer",
            Plains.DURATION.checked(
                    "duration up to 30d",
                    wait -> wait.compareTo(LONGEST_WAIT) <= 0,
                    "out-of-range",
                    "a wait timer is at most 30d"),
            "0s",
            "Time between the request of a rollout and its start.");
    private static final Key<List<String>> BRANCHES = Key.fallback(
            "branches",
            ListShape.of(Plains.TEXT),
            "[]",
            "Globs of branches whose releases may come here; empty for any, unless there are `tags`.");
    private static final Key<List<String>> TAGS = Key.fallback(
            "tags",
            ListShape.of(Plains.TEXT),
            "[]",
            "Globs of tags whose releases may come here, also where the tag was given to the commit after its release was made;"
                    + " empty for any, unless there are `branches`.");
    private static final Key<List<Window>> FREEZES =
            Key.fallback("freezes", ListShape.of(WindowSection.FREEZE), "[]", "Times in which no rollout starts.");
    private static final Key<List<Window>> WINDOWS = Key.fallback(
            "windows",
            ListShape.of(WindowSection.DEPLOY),
            "[]",
            "Times in which rollouts may start; empty for any time. A freeze holds in them too.");
    private static final Key<List<String>> CHECKS = Key.fallback(
            "checks",
            ListShape.of(Plains.TEXT),
            "[]",
            "Names of workflows that must have succeeded for the release's commit.");

    private static final Key<List<ReportRule>> REPORTS = Key.fallback(
            "reports",
            ListShape.of(ReportSection.SECTION),
            "[]",
            "Files that the commit's runs uploaded and what they must show; a missing one is a failed gate.");

    /** The ten points of a production checklist. */
    private static final List<String> PRODUCTION_CHECKLIST = List.of(
            "Tests cover what changed",
            "The change was reviewed by somebody else",
            "Migrations expand only, and the old release works on their result",
            "Secrets and configuration of this environment are set",
            "Dashboards and alerts show what changed",
            "Limits of memory, processor and connections fit the load",
            "The way back was tried in the environment before",
            "Known risks and open findings are accepted",
            "Documentation and release notes are written",
            "Somebody on call knows of this rollout");

    private static final Key<List<String>> CHECKLIST = Key.fallback(
            "checklist",
            new ByKind<>(Plains.word(List.of("production"), word -> PRODUCTION_CHECKLIST), ListShape.of(Plains.TEXT)),
            "[]",
            "Points that people confirm for each rollout; `production` stands for a template of ten.");

    static final Section<Gates> SECTION = Section.of(
            "What must be fulfilled before a rollout starts. Waiting takes no runner and blocks nobody.",
            List.of(REVIEWERS_KEY, WAIT_TIMER, BRANCHES, TAGS, FREEZES, WINDOWS, CHECKS, REPORTS, CHECKLIST),
            filled -> new Gates(
                    filled.find(REVIEWERS_KEY),
                    filled.get(WAIT_TIMER),
                    new RefRule(filled.get(BRANCHES), filled.get(TAGS)),
                    filled.get(FREEZES),
                    filled.get(WINDOWS),
                    filled.get(CHECKS),
                    filled.get(REPORTS),
                    filled.get(CHECKLIST)));

    private GateSection() {}

    private static Reviewers reviewers(Filled filled) {
        Reviewers reviewers = new Reviewers(filled.get(COUNT), filled.get(USERS), filled.get(PREVENT_SELF_REVIEW));
        boolean everybodyIsNamed =
                !reviewers.users().isEmpty() && reviewers.teams().isEmpty();
        if (everybodyIsNamed && reviewers.users().size() < reviewers.count()) {
            filled.refuse(
                    filled.at(COUNT),
                    "too-few-reviewers",
                    reviewers.count() + " approvals are asked of "
                            + reviewers.users().size() + " users",
                    "lower the count or name more users");
        }
        return reviewers;
    }
}

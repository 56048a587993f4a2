package dev.slipway.delivery.config;

import dev.slipway.delivery.report.ReportRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must be fulfilled before a rollout to an environment starts.
 *
 * @param reviewers who must agree
 * @param waitTimer time that must have passed since the rollout was requested
 * @param refs branches and tags whose releases may come here
 * @param freezes windows in which nothing starts
 * @param windows those in which something may start; empty for any time
 * @param checks names of workflows that must have succeeded for the release's commit
 * @param reports what files that the commit's runs kept must show
 * @param checklist points that people must confirm for each rollout
 */
public record Gates(
        Optional<Reviewers> reviewers,
        Duration waitTimer,
        RefRule refs,
        List<Window> freezes,
        List<Window> windows,
        List<String> checks,
        List<ReportRule> reports,
        List<String> checklist) {

    /** Without deploy windows, reports and checklist. */
    public Gates(
            Optional<Reviewers> reviewers,
            Duration waitTimer,
            RefRule refs,
            List<Window> freezes,
            List<String> checks) {
        this(reviewers, waitTimer, refs, freezes, List.of(), checks, List.of(), List.of());
    }

    /** No gate at all. */
    public static final Gates OPEN = new Gates(Optional.empty(), Duration.ZERO, RefRule.ANY, List.of(), List.of());

    /** The same without one of the workflows that must have succeeded. */
    public Gates withoutCheck(String workflow) {
        List<String> others =
                checks.stream().filter(check -> !check.equals(workflow)).toList();
        return new Gates(reviewers, waitTimer, refs, freezes, windows, others, reports, checklist);
    }

    /** The same with other windows in which something may start. */
    public Gates withWindows(List<Window> others) {
        return new Gates(reviewers, waitTimer, refs, freezes, List.copyOf(others), checks, reports, checklist);
    }

    /** The same with other points to confirm. */
    public Gates withChecklist(List<String> points) {
        return new Gates(reviewers, waitTimer, refs, freezes, windows, checks, reports, List.copyOf(points));
    }

    /**
     * @param count how many must approve
     * @param users who may: accounts, and teams as {@code team:NAME}; empty for everyone with the right to review
     * @param preventSelfReview the author of the change and who asked for the rollout do not count
     */
    public record Reviewers(int count, List<String> users, boolean preventSelfReview) {

        /** What stands before the name of a team. */
        public static final String TEAM = "team:";

        /** Whether an account is among those who may, by its own name or by a team of its. */
        public boolean names(String user, Set<String> teams) {
            return users.isEmpty()
                    || users.contains(user)
                    || teams.stream().anyMatch(team -> users.contains(TEAM + team));
        }

        /** The teams among those who may. */
        public List<String> teams() {
            return users.stream()
                    .filter(user -> user.startsWith(TEAM))
                    .map(user -> user.substring(TEAM.length()))
                    .toList();
        }

        /** The accounts among those who may. */
        public List<String> accounts() {
            return users.stream().filter(user -> !user.startsWith(TEAM)).toList();
        }
    }

    /** A time, once or again and again. */
    public sealed interface Window {
        /** Shown to those who wait. */
        String reason();

        /** In which its times are meant, and shown. */
        ZoneId zone();
    }

    /** Every week from one day and time until another, which may lie in the next week. */
    public record WeeklyWindow(
            DayOfWeek fromDay, LocalTime from, DayOfWeek untilDay, LocalTime until, ZoneId zone, String reason)
            implements Window {}

    /** Every day between two times, over midnight when the second is earlier, on the given days. */
    public record DailyWindow(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone, String reason)
            implements Window {}

    /** Once, between two instants. */
    public record DatedWindow(java.time.Instant from, java.time.Instant until, ZoneId zone, String reason)
            implements Window {}
}

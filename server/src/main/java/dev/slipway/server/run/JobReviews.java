package dev.slipway.server.run;

import dev.slipway.actions.run.JobState;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.Approval.Decision;
import dev.slipway.delivery.gate.Reviewer;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.account.TeamRows;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.JobEntries;
import dev.slipway.store.run.JobEntry;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunApprovals;
import dev.slipway.store.run.Runs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** What reviewers say of jobs that wait before the gates of an environment. It holds for the run and its commit. */
public final class JobReviews {

    private final Database database;
    private final RunEngine engine;
    private final JobGates gates;
    private final InstantSource clock;
    private final StrangersGate strangers;

    JobReviews(Database database, RunEngine engine, JobGates gates, InstantSource clock) {
        this.database = database;
        this.engine = engine;
        this.gates = gates;
        this.clock = clock;
        this.strangers = new StrangersGate(database);
    }

    /**
     * A person and what they say.
     *
     * @param environment that it is about; every one that the run waits for when absent
     * @param comment of a confirmation, the point's number from 1 or its text
     */
    public record Word(Decision decision, Optional<String> environment, String who, String comment) {}

    /**
     * Keeps a decision, and looks at once whether it opens the gates.
     *
     * @throws Problem CONFLICT, code {@code nothing-waits}; DENIED, code {@code may-not-approve}; INVALID, codes
     *     {@code no-comment}, {@code no-such-point}
     */
    public void decide(String runId, Word word) {
        if (word.decision() == Decision.BREAK_GLASS && word.comment().isBlank()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-comment",
                    "break-glass needs a reason",
                    "say with --comment why the gates cannot wait");
        }
        Run run = database.read(sql -> Runs.get(sql, runId));
        if (strangers.holds(run)) {
            decideOnCode(run, word);
            return;
        }
        Map<String, JobEntry> waiting = database.read(sql -> waiting(sql, run, word.environment()));
        if (waiting.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "nothing-waits",
                    "no job of run " + runId + " waits for "
                            + word.environment()
                                    .map(name -> "the environment '" + name + "'")
                                    .orElse("an environment"),
                    "`slipway runs " + runId + "` shows what its jobs do");
        }
        Reviewer who = new Reviewer(word.who(), database.read(sql -> TeamRows.of(sql, word.who())));
        List<Approval> approvals = waiting.values().stream()
                .map(entry -> approval(run, entry, word, who))
                .toList();
        database.execute(sql -> {
            int next = 0;
            for (String environment : waiting.keySet()) {
                keep(sql, run, environment, approvals.get(next++));
            }
            Database.afterCommit(sql, engine::lookAgain);
        });
    }

    /** Whether code of a fork may run at all: for this run and its commit, and for no environment. */
    private void decideOnCode(Run run, Word word) {
        if (word.decision() != Decision.APPROVED && word.decision() != Decision.REJECTED) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "code-not-approved",
                    "run " + run.id() + " is of a fork, and nobody has approved its code yet",
                    "approve it or reject it first");
        }
        Approval approval = new Approval(
                run.id(), JobGates.Ask.subject(run), word.who(), word.decision(), word.comment(), clock.instant());
        boolean approved = word.decision() == Decision.APPROVED;
        database.execute(sql -> {
            keep(sql, run, StrangersGate.NAME, approval);
            Database.afterCommit(sql, () -> {
                if (approved) {
                    engine.approved(run.id());
                }
            });
        });
        if (!approved) {
            engine.cancel(run.id(), word.who());
        }
    }

    /** By environment, the entry that asked first. */
    private static Map<String, JobEntry> waiting(DSLContext sql, Run run, Optional<String> environment) {
        Map<String, JobEntry> waiting = new LinkedHashMap<>();
        for (JobEntry entry : JobEntries.ofRun(sql, run.id())) {
            Job job = Jobs.get(sql, entry.job());
            boolean asked = environment.isEmpty() || environment.get().equalsIgnoreCase(entry.environment());
            if (asked && job.state() == JobState.WAITING && entry.openedAt() == null) {
                waiting.putIfAbsent(entry.environment(), entry);
            }
        }
        return waiting;
    }

    private Approval approval(Run run, JobEntry entry, Word word, Reviewer who) {
        if (word.decision() == Decision.APPROVED) {
            gates.requireEntitled(new JobGates.Ask(run, entry.environment(), entry.requestedAt(), List.of()), who);
        }
        String comment = word.decision() == Decision.CONFIRMED
                ? point(run.project(), entry.environment(), word.comment())
                : word.comment();
        Instant now = clock.instant();
        return new Approval(
                run.id(), JobGates.Ask.subject(run), word.who(), word.decision(), comment, now, who.teams());
    }

    private String point(String project, String environment, String word) {
        List<String> points = gates.checklist(project, environment);
        return points.stream()
                .filter(text -> text.equals(word)
                        || Integer.toString(points.indexOf(text) + 1).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "no-such-point",
                        "'" + word + "' is no point of the checklist of " + environment,
                        points.isEmpty()
                                ? "the environment has no checklist"
                                : "give a number from 1 to " + points.size() + " or the text of: "
                                        + String.join("; ", points)));
    }

    private void keep(DSLContext sql, Run run, String environment, Approval approval) {
        RunApprovals.append(sql, environment, approval);
        String deed = switch (approval.decision()) {
            case APPROVED -> "approved";
            case REJECTED -> "rejected";
            case CONFIRMED -> "a point of the checklist confirmed";
            case BREAK_GLASS -> "all gates opened";
        };
        String text = deed + (approval.comment().isBlank() ? "" : ": " + approval.comment()) + " for the jobs of "
                + run.workflow() + " #" + run.number() + " (commit " + run.commit() + ")"
                + (environment.equals(StrangersGate.NAME) ? ", whose code is of a fork" : " in " + environment);
        Audit.append(
                sql,
                new AuditEntry(
                        approval.at(),
                        approval.user(),
                        "run." + verb(approval.decision()),
                        "run/" + run.id(),
                        run.project(),
                        text));
    }

    private static String verb(Decision decision) {
        return switch (decision) {
            case APPROVED -> "approve";
            case REJECTED -> "reject";
            case CONFIRMED -> "confirm";
            case BREAK_GLASS -> "break-glass";
        };
    }
}

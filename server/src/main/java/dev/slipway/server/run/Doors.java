package dev.slipway.server.run;

import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.kernel.Problem;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.JobEntries;
import dev.slipway.store.run.JobEntry;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunApprovals;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets legs into the environments that they name. A leg that has to wait holds no runner: it is a row, and is asked for
 * again when somebody has decided, when a run has ended, or when the time has come.
 */
final class Doors implements AutoCloseable {

    private final RunLedger ledger;
    private final JobGates gates;
    private final InstantSource clock;
    private final Alarm alarm;

    Doors(RunLedger ledger, JobGates gates, InstantSource clock) {
        this.ledger = ledger;
        this.gates = gates;
        this.clock = clock;
        this.alarm = new Alarm(clock);
    }

    /** What the gates say. */
    sealed interface Answer {

        /** It may run. */
        record Open() implements Answer {}

        /** It has to wait for what is said. */
        record Wait(String why) implements Answer {}

        /** It never may. */
        record Refuse(String why) implements Answer {}
    }

    /** @param lookAgain is run when time alone may have opened a gate */
    void start(Runnable lookAgain) {
        alarm.start(lookAgain);
    }

    Answer ask(Run run, PlannedJob leg, Job row) {
        try {
            Optional<String> environment = leg.environment();
            if (environment.isPresent()
                    && PullFacts.of(run.eventJson()).filter(PullFacts::stranger).isPresent()) {
                return new Answer.Refuse(
                        "the environment '" + environment.get() + "' is closed to pull requests of forks");
            }
            return environment.isEmpty() ? new Answer.Open() : ledger.until(() -> ask(run, environment.get(), row));
        } catch (Problem problem) {
            return new Answer.Refuse(problem.message());
        }
    }

    private Answer ask(Run run, String environment, Job row) {
        JobEntry entry = entry(run, gates.named(run.project(), environment), row);
        if (entry.openedAt() != null) {
            return new Answer.Open();
        }
        List<GateStatus> looks = look(run, entry);
        List<GateStatus> failed = in(looks, GateStatus.State.FAILED);
        List<GateStatus> waiting = in(looks, GateStatus.State.WAITING);
        if (!failed.isEmpty()) {
            return new Answer.Refuse("the environment '" + entry.environment() + "' refuses it: " + words(failed));
        }
        if (!waiting.isEmpty()) {
            waiting.stream().flatMap(gate -> gate.opensAt().stream()).forEach(alarm::at);
            return new Answer.Wait("waits for the environment '" + entry.environment() + "': " + words(waiting));
        }
        ledger.database().execute(sql -> JobEntries.opened(sql, entry.job(), clock.instant()));
        return new Answer.Open();
    }

    /** Since when it asks is written once, and holds over restarts. */
    private JobEntry entry(Run run, String environment, Job row) {
        return ledger.database()
                .transaction(sql -> JobEntries.find(sql, row.id()).orElseGet(() -> {
                    Instant now = clock.instant();
                    JobEntry entry = new JobEntry(row.id(), run.id(), environment, now, null, null);
                    JobEntries.create(sql, entry);
                    return entry;
                }));
    }

    private List<GateStatus> look(Run run, JobEntry entry) {
        return gates.look(new JobGates.Ask(
                run,
                entry.environment(),
                entry.requestedAt(),
                ledger.database().read(sql -> RunApprovals.of(sql, run.id(), entry.environment()))));
    }

    private static List<GateStatus> in(List<GateStatus> gates, GateStatus.State state) {
        return gates.stream().filter(gate -> gate.state() == state).toList();
    }

    private static String words(List<GateStatus> gates) {
        return gates.stream().map(GateStatus::reason).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        alarm.close();
    }
}

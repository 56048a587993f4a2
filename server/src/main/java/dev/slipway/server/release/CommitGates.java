package dev.slipway.server.release;

import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.delivery.gate.GateFacts.CheckResult;
import dev.slipway.delivery.gate.GateKeeper;
import dev.slipway.delivery.gate.GateRules;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.gate.Reviewer;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.report.ReportResult;
import dev.slipway.delivery.report.ReportRule;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.rollout.Checks;
import dev.slipway.server.rollout.Reports;
import dev.slipway.server.run.JobGates;
import dev.slipway.store.run.Run;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The gates of rollouts before jobs of workflows. What is let through is a commit: for the gates it is a release that has
 * no artifacts. The run's own workflow is no check of its own job, which would wait for itself.
 */
public record CommitGates(
        EnvironmentRules rules, Checks checks, Reports reports, ReleaseMaker.Sources sources, InstantSource clock)
        implements JobGates {

    @Override
    public String named(String project, String environment) {
        return rules.of(project, environment).map(EnvironmentConfig::name).orElse(environment);
    }

    @Override
    public List<GateStatus> look(Ask ask) {
        return gates(ask.run().project(), ask.environment())
                .map(gates -> GateKeeper.look(
                        GateRules.only(gates).withoutCheck(ask.run().workflow()),
                        facts(ask, gates.reports()),
                        clock.instant()))
                .orElse(List.of());
    }

    @Override
    public void requireEntitled(Ask ask, Reviewer who) {
        GateRules rules =
                GateRules.only(gates(ask.run().project(), ask.environment()).orElse(Gates.OPEN));
        if (!rules.mayApprove(facts(ask, List.of()), who)) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "may-not-approve",
                    who.name() + " may not approve the jobs of run " + ask.run().id() + " in " + ask.environment(),
                    rules.refusal(who));
        }
    }

    @Override
    public List<String> checklist(String project, String environment) {
        return gates(project, environment).map(Gates::checklist).orElse(List.of());
    }

    private Optional<Gates> gates(String project, String environment) {
        return rules.of(project, environment).map(EnvironmentConfig::gates);
    }

    private GateFacts facts(Ask ask, List<ReportRule> asked) {
        Run run = ask.run();
        Map<String, CheckResult> results = new HashMap<>(checks.of(run.project(), run.commit()));
        results.remove(run.workflow());
        Map<ReportRule, ReportResult> shown = new HashMap<>();
        asked.forEach(
                rule -> reports.of(run.project(), run.commit(), rule).ifPresent(result -> shown.put(rule, result)));
        return new GateFacts(
                candidate(ask),
                Optional.empty(),
                run.askedBy(),
                ask.requestedAt(),
                ask.approvals(),
                results,
                shown,
                Optional.empty());
    }

    private Release candidate(Ask ask) {
        Run run = ask.run();
        ReleaseMaker.Authorship authorship = sources.authorship(run.project(), run.commit());
        return new Release(
                "commit " + run.commit(),
                run.project(),
                run.commit(),
                run.ref(),
                authorship.author(),
                run.actor(),
                authorship.title(),
                new TreeMap<>(),
                Digest.of(""),
                ask.subject(),
                run.createdAt());
    }
}

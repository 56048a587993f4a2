package dev.slipway.server.rollout;

import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.delivery.gate.GateKeeper;
import dev.slipway.delivery.gate.GateRules;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.gate.Reviewer;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.report.ReportResult;
import dev.slipway.delivery.report.ReportRule;
import dev.slipway.delivery.rollout.Lineage;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.store.rollout.Environments;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Gathers the facts that gates are judged by. */
public final class Gatehouse {

    private final Books books;
    private final Plans plans;
    private final Checks checks;
    private final Reports reports;
    private final Tags tags;
    private final InstantSource clock;

    public Gatehouse(Books books, Plans plans, Checks checks, Reports reports, Tags tags, InstantSource clock) {
        this.books = books;
        this.plans = plans;
        this.checks = checks;
        this.reports = reports;
        this.tags = tags;
        this.clock = clock;
    }

    /** Every gate of the rollout's environment as it stands; a rollback and a restart pass all but the lane. */
    public List<GateStatus> look(Rollout rollout, RolloutPlan plan) {
        GateRules rules = rules(rollout, plan);
        return GateKeeper.look(rules, facts(rollout, plan.release(), rules), clock.instant());
    }

    /** What the rollout has to pass: nothing when it goes back or changes nothing, else its own release's rules and those that stand. */
    GateRules rules(Rollout rollout, RolloutPlan plan) {
        return rollout.kind() == Rollout.Kind.DEPLOY ? rules(plan.next()) : GateRules.only(Gates.OPEN);
    }

    /** What somebody would be told whose approval does not count; absent when it does. */
    Optional<String> refusal(Rollout rollout, RolloutPlan plan, Reviewer who) {
        GateRules rules = rules(rollout, plan);
        return rules.mayApprove(facts(rollout, plan.release(), rules), who)
                ? Optional.empty()
                : Optional.of(rules.refusal(who));
    }

    /** The points of the rollout's checklist that nobody has confirmed. */
    List<String> openPoints(Rollout rollout, RolloutPlan plan) {
        GateRules rules = rules(rollout, plan);
        return GateKeeper.openPoints(rules.own().checklist(), facts(rollout, plan.release(), rules));
    }

    private GateRules rules(RolloutPlan.Side side) {
        Gates own = side.environment().gates();
        if (side.isPreview()) {
            return GateRules.only(own);
        }
        return plans.serving(side.release().project(), side.environment().name())
                .map(serving -> GateRules.of(own, serving.config(), serving.environment()))
                .orElseGet(() -> GateRules.only(own));
    }

    /** The gates that a release would meet if somebody asked for it now. */
    public List<GateStatus> preview(RolloutPlan.Side side, String who) {
        Release release = side.release();
        GateRules rules = rules(side);
        GateFacts facts = new GateFacts(
                release,
                tags(release, rules),
                who,
                clock.instant(),
                List.of(),
                checks.of(release.project(), release.commit()),
                shown(release, rules.own()),
                lane(release.project(), side.environment().name(), Optional.empty()));
        return GateKeeper.look(rules, facts, clock.instant());
    }

    /** The facts that these rules ask for. */
    GateFacts facts(Rollout rollout, Release release, GateRules rules) {
        List<Approval> approvals =
                books.database().read(sql -> books.approvals().of(sql, rollout.id()));
        return new GateFacts(
                release,
                tags(release, rules),
                rollout.requestedBy(),
                rollout.requestedAt(),
                approvals,
                checks.of(release.project(), release.commit()),
                shown(release, rules.own()),
                lane(rollout.project(), rollout.environment(), Optional.of(rollout.id())));
    }

    /** Only where a rule asks for tags: they are looked for in the repository. */
    private Optional<Set<String>> tags(Release release, GateRules rules) {
        boolean asked = Stream.of(rules.own(), rules.standing())
                .anyMatch(gates -> !gates.refs().tags().isEmpty());
        return asked ? Optional.of(tags.of(release.project(), release.commit())) : Optional.empty();
    }

    private Map<ReportRule, ReportResult> shown(Release release, Gates gates) {
        Map<ReportRule, ReportResult> shown = new HashMap<>();
        gates.reports()
                .forEach(rule -> reports.of(release.project(), release.commit(), rule)
                        .ifPresent(result -> shown.put(rule, result)));
        return shown;
    }

    private Optional<GateFacts.LaneHolder> lane(String project, String environment, Optional<String> self) {
        return books.database()
                .read(sql -> books.environments()
                        .find(sql, project, environment)
                        .flatMap(Environments.Serving::lane)
                        .filter(holder -> !self.equals(Optional.of(holder)))
                        .map(holder -> books.rollouts().get(sql, holder))
                        .map(holder -> new GateFacts.LaneHolder(
                                holder.id(), holder.release(), holder.state().name())));
    }

    private static boolean sameAsBefore(Rollout rollback, Rollout earlier) {
        return rollback.previous().equals(Optional.of(earlier.release()))
                && rollback.progress()
                        .previousSecrets()
                        .equals(earlier.progress().secrets());
    }

    /** What the release had in the deployment that the rollback returns to. */
    Optional<Progress> lastServed(Rollout rollback) {
        List<Rollout> succeeded = books.database()
                .read(sql -> books.rollouts()
                        .ended(
                                sql,
                                rollback.project(),
                                rollback.environment(),
                                RolloutState.SUCCEEDED,
                                Requests.SEARCHED));
        return Lineage.of(succeeded).stream()
                .filter(earlier -> earlier.release().equals(rollback.release()))
                .filter(earlier -> !sameAsBefore(rollback, earlier))
                .findFirst()
                .map(Rollout::progress);
    }
}

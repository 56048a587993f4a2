package dev.slipway.delivery.gate;

import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.config.RefRule;
import dev.slipway.delivery.config.ReleaseRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules that a rollout meets: those of its own release, and beside them whatever the release that serves asks of
 * people and of the time of day. A release comes with a {@code slipway.yml} of its own, so without the second part
 * whoever may push could take the gates out of the very change that they are there for; with it, a change of the gates
 * passes the gates as they were.
 *
 * <p>Checks and reports count as the new release names them: they are results of workflows of the same commit, so that
 * the older names would protect nothing, and a workflow that was renamed could never be released.
 *
 * @param own the new release's
 * @param standing what the serving release asks for beyond {@code own}
 * @param source which refs the serving release lets releases come from; absent when nothing serves
 */
public record GateRules(Gates own, Gates standing, Optional<ReleaseRule> source) {

    /** These gates and no others. */
    public static GateRules only(Gates gates) {
        return new GateRules(gates, Gates.OPEN, Optional.empty());
    }

    /** The rules of a release where another one serves. */
    public static GateRules of(Gates next, DeliveryConfig serving, EnvironmentConfig environment) {
        Gates before = environment.gates();
        return new GateRules(
                next.withChecklist(union(next.checklist(), before.checklist())),
                new Gates(
                                before.reviewers()
                                        .filter(rule -> !next.reviewers().equals(Optional.of(rule))),
                                before.waitTimer().compareTo(next.waitTimer()) > 0 ? before.waitTimer() : Duration.ZERO,
                                before.refs().equals(next.refs()) ? RefRule.ANY : before.refs(),
                                before.freezes().stream()
                                        .filter(freeze -> !next.freezes().contains(freeze))
                                        .toList(),
                                List.of())
                        .withWindows(before.windows().equals(next.windows()) ? List.of() : before.windows()),
                Optional.of(serving.release()));
    }

    private static List<String> union(List<String> some, List<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return new ArrayList<>(all);
    }

    /** Every freeze that holds a rollout, whoever asks for it. */
    List<Gates.Window> freezes() {
        return Stream.of(own, standing)
                .flatMap(gates -> gates.freezes().stream())
                .toList();
    }

    /** The same without one of the workflows that must have succeeded. */
    public GateRules withoutCheck(String workflow) {
        return new GateRules(own.withoutCheck(workflow), standing, source);
    }

    /** Whether a person's approval would count for any of the rules; it does where nobody's is asked for. */
    public boolean mayApprove(GateFacts facts, Reviewer who) {
        List<Gates.Reviewers> asked = reviewers();
        return asked.isEmpty() || asked.stream().anyMatch(rule -> GateKeeper.mayApprove(rule, facts, who));
    }

    /** What somebody is told whose approval would not count. */
    public String refusal(Reviewer who) {
        List<Gates.Reviewers> asked = reviewers();
        boolean named = asked.stream().anyMatch(rule -> rule.names(who.name(), who.teams()));
        return named
                ? "who made or asked for a change does not approve it; ask somebody else"
                : "reviewers are: "
                        + String.join(
                                ", ",
                                asked.stream()
                                        .flatMap(rule -> rule.users().stream())
                                        .distinct()
                                        .toList());
    }

    private List<Gates.Reviewers> reviewers() {
        return Stream.of(own, standing)
                .flatMap(gates -> gates.reviewers().stream())
                .toList();
    }
}

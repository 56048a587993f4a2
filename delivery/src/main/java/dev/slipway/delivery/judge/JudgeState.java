package dev.slipway.delivery.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that the judge remembers of one rollout: an immutable value that grows look by look. It can always be rebuilt from
 * the looks themselves, so only those need to be stored.
 */
public final class JudgeState {

    private static final double ROUTING_CONCENTRATION = 100;
    private static final double ROUTING_ODDS = 1000;
    private static final double ROUTING_DEPARTURE = 0.25;

    private final List<Rule> rules;
    private final ShareTest routing;
    private final long looks;

    private JudgeState(List<Rule> rules, ShareTest routing, long looks) {
        this.rules = List.copyOf(rules);
        this.routing = routing;
        this.looks = looks;
    }

    /** No look yet; the canary will be compared with the old release that serves beside it. */
    public static JudgeState start(JudgePolicy policy) {
        List<Rule> rules = new ArrayList<>();
        if (policy.errorRate() != null) {
            rules.add(ErrorComparison.start(policy.errorRate(), policy));
        }
        if (policy.latency() != null) {
            rules.add(LatencyComparison.start(policy.latency(), policy));
        }
        return withGuards(policy, rules);
    }

    /**
     * No look yet; the release serves alone and will be compared with what was recorded of the old one before. Requests
     * are taken as independent and the world as unchanged: an incident that both releases would have suffered counts
     * against the new one.
     *
     * @param recorded the old release's requests before it stopped serving
     */
    public static JudgeState startAlone(JudgePolicy policy, Arm recorded) {
        List<Rule> rules = new ArrayList<>();
        if (policy.errorRate() != null) {
            rules.add(Bake.errors(policy.errorRate(), policy, recorded));
        }
        if (policy.latency() != null) {
            rules.add(Bake.latency(policy.latency(), policy, recorded.latency()));
        }
        return withGuards(policy, rules);
    }

    private static JudgeState withGuards(JudgePolicy policy, List<Rule> rules) {
        policy.guards().forEach(guard -> rules.add(RateWatch.guard(guard, policy)));
        return new JudgeState(rules, ShareTest.start(ROUTING_CONCENTRATION), 0);
    }

    /** The state after one more look. */
    public JudgeState add(Look look) {
        return new JudgeState(
                rules.stream().map(rule -> rule.add(look)).toList(),
                routing.add(
                        look.canaryShare(),
                        look.canary().requests(),
                        look.baseline().requests()),
                looks + 1);
    }

    /** Whether any rule has failed the release; cheaper than {@link #judgement()}. Once true it stays true. */
    public boolean failed() {
        return rules.stream().anyMatch(Rule::failed);
    }

    /** What the looks so far amount to. */
    public Judgement judgement() {
        List<Evidence> evidence = rules.stream().map(Rule::evidence).toList();
        Verdict verdict =
                evidence.stream().map(Evidence::verdict).reduce(Verdict::and).orElse(Verdict.INCONCLUSIVE);
        return new Judgement(verdict, evidence, summary(verdict, evidence) + routingNote());
    }

    private String summary(Verdict verdict, List<Evidence> evidence) {
        String decisive = evidence.stream()
                .filter(one -> one.verdict() == verdict)
                .map(verdict == Verdict.PASS ? Evidence::metric : Evidence::sentence)
                .collect(Collectors.joining(verdict == Verdict.PASS ? ", " : ". "));
        return switch (verdict) {
            case FAIL -> "The new release is worse than tolerated. " + decisive + ".";
            case PASS -> "Nothing speaks against the new release: " + decisive + ".";
            case INCONCLUSIVE ->
                looks == 0 ? "Nothing was observed yet." : "Not enough was seen to decide. " + decisive + ".";
        };
    }

    private String routingNote() {
        boolean departed = Math.abs(routing.observed() / routing.share() - 1) > ROUTING_DEPARTURE;
        return departed && routing.logE() >= Math.log(ROUTING_ODDS)
                ? " Note: the canary got " + Words.percent(routing.observed()) + " of the requests where "
                        + Words.percent(routing.share()) + " was planned; check the routing."
                : "";
    }
}

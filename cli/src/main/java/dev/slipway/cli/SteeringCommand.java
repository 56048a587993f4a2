package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Steers a rollout under way; these four differ in nothing but their word. */
@Command
abstract sealed class SteeringCommand extends DecisionCommand {

    @Parameters(
            paramLabel = "ROLLOUT",
            arity = "0..1",
            description = "Its id; else the only rollout under way that can take this.")
    Optional<String> rollout = Optional.empty();

    @Option(
            names = {"-m", "--comment"},
            paramLabel = "TEXT",
            description = AUDITED)
    Optional<String> comment = Optional.empty();

    private SteeringCommand(Surroundings here, Decision decision) {
        super(here, decision);
    }

    @Override
    public Integer call() {
        rollout.filter(DecisionCommand::isRun).ifPresent(run -> {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "not-for-runs",
                    "'" + decision.word() + "' is for rollouts, and " + run + " is a run",
                    "'slipway rollouts' lists rollouts; a run can be cancelled with 'slipway runs cancel " + run + "'");
        });
        return decide(rollout);
    }

    @Override
    Map<String, Object> body() {
        return comment.<Map<String, Object>>map(text -> Map.of("comment", text)).orElse(Map.of());
    }

    @Command(
            name = "promote",
            description = "Send a rollout on from a pause, or on to all traffic; keep a release that needs a person.",
            footer = {
                "",
                "Examples:",
                "  slipway promote",
                "  slipway promote rollout-01jc3k9q5x7v2m8d4h6a --comment 'the numbers are good'"
            })
    static final class Promote extends SteeringCommand {
        Promote(Surroundings here) {
            super(here, Decision.PROMOTE);
        }
    }

    @Command(
            name = "pause",
            description = "Hold a rollout where it is; the judge keeps watching.",
            footer = {
                "",
                "Examples:",
                "  slipway pause",
                "  slipway pause rollout-01jc3k9q5x7v2m8d4h6a --comment 'until the sale is over'"
            })
    static final class Pause extends SteeringCommand {
        Pause(Surroundings here) {
            super(here, Decision.PAUSE);
        }
    }

    @Command(
            name = "resume",
            description = "Let a held rollout go on.",
            footer = {
                "",
                "Examples:",
                "  slipway resume",
                "  slipway resume rollout-01jc3k9q5x7v2m8d4h6a --comment 'the sale is over'"
            })
    static final class Resume extends SteeringCommand {
        Resume(Surroundings here) {
            super(here, Decision.RESUME);
        }
    }

    @Command(
            name = "abort",
            description = "Take the traffic back to the old release and end the rollout.",
            footer = {
                "",
                "Examples:",
                "  slipway abort",
                "  slipway abort rollout-01jc3k9q5x7v2m8d4h6a --comment 'customers complain'"
            })
    static final class Abort extends SteeringCommand {
        Abort(Surroundings here) {
            super(here, Decision.ABORT);
        }
    }
}

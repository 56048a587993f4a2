package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What a reviewer says to a rollout that waits at its gates, or to the jobs of a run that wait for an environment. */
@Command
abstract sealed class ReviewCommand extends DecisionCommand {

    @Parameters(
            paramLabel = "ROLLOUT|RUN",
            arity = "0..1",
            description =
                    "Its id; else the only rollout under way that can take this. Of a run, the jobs that wait for "
                            + "an environment are meant.")
    Optional<String> subject = Optional.empty();

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Of a run: only the jobs that wait for this one.")
    Optional<String> environment = Optional.empty();

    private ReviewCommand(Surroundings here, Decision decision) {
        super(here, decision);
    }

    /** What is said, in words. */
    abstract Optional<String> comment();

    @Override
    public Integer call() {
        Optional<String> run = subject.filter(DecisionCommand::isRun);
        if (run.isPresent()) {
            return decideRun(run.get());
        }
        environment.ifPresent(name -> {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "not-for-rollouts",
                    "--environment chooses among the jobs of a run, and no run is named",
                    "name the run, or leave --environment out: a rollout has one environment");
        });
        return decide(subject);
    }

    @Override
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        comment().ifPresent(text -> body.put("comment", text));
        environment.ifPresent(name -> body.put("environment", name));
        return body;
    }

    private int decideRun(String run) {
        JsonNode answer = api().post(Api.path("runs", run, decision.word()), body());
        show(answer, () -> {
            say(decision.word() + ": " + text(answer, "workflow") + " #" + text(answer, "number"));
            answer.path("jobs")
                    .valueStream()
                    .filter(job -> job.path("environment").isObject())
                    .forEach(job -> say(RunsCommand.entry(job)));
        });
        return OK;
    }

    @Command(
            name = "approve",
            description = "Approve a rollout that waits for a review.",
            footer = {
                "",
                "Examples:",
                "  slipway approve",
                "  slipway approve rollout-01jc3k9q5x7v2m8d4h6a --comment 'looked at it with Ada'",
                "  slipway approve 1000041 --environment production",
                "  slipway approve --break-glass --comment 'checkout is down, nobody else is awake'"
            })
    static final class Approve extends ReviewCommand {

        @Option(
                names = {"-m", "--comment"},
                paramLabel = "TEXT",
                description = AUDITED)
        Optional<String> comment = Optional.empty();

        @Option(
                names = "--break-glass",
                description = "Go through every gate in an emergency; it is for administrators, is audited and needs a "
                        + "comment.")
        boolean breakGlass;

        Approve(Surroundings here) {
            super(here, Decision.APPROVE);
        }

        @Override
        Optional<String> comment() {
            return comment;
        }

        @Override
        public Integer call() {
            if (breakGlass) {
                DeployCommand.requireReason(comment);
            }
            return super.call();
        }

        @Override
        Map<String, Object> body() {
            Map<String, Object> body = super.body();
            if (breakGlass) {
                body.put("breakGlass", true);
            }
            return body;
        }
    }

    @Command(
            name = "reject",
            description = "Reject a rollout that waits for a review: it is called off.",
            footer = {
                "",
                "Examples:",
                "  slipway reject",
                "  slipway reject rollout-01jc3k9q5x7v2m8d4h6a --comment 'not before the audit'"
            })
    static final class Reject extends ReviewCommand {

        @Option(
                names = {"-m", "--comment"},
                paramLabel = "TEXT",
                description = AUDITED)
        Optional<String> comment = Optional.empty();

        Reject(Surroundings here) {
            super(here, Decision.REJECT);
        }

        @Override
        Optional<String> comment() {
            return comment;
        }
    }

    @Command(
            name = "confirm",
            description = "Confirm a point of the checklist of a rollout that waits.",
            footer = {
                "",
                "Examples:",
                "  slipway confirm --point 3",
                "  slipway confirm rollout-01jc3k9q5x7v2m8d4h6a --point 'the rollback was tried'",
                "",
                "'slipway rollouts ROLLOUT' shows the points that are open."
            })
    static final class Confirm extends ReviewCommand {

        @Option(
                names = "--point",
                paramLabel = "NUMBER|TEXT",
                required = true,
                description = "Which point: its number from 1, or its text.")
        String point = "";

        Confirm(Surroundings here) {
            super(here, Decision.CONFIRM);
        }

        @Override
        Optional<String> comment() {
            return Optional.of(point);
        }
    }
}

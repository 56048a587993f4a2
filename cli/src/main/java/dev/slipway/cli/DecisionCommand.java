package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** One decision about a rollout under way, which need not be named where only one can take it. */
@Command
abstract class DecisionCommand extends ServerCommand {

    /** An id, or a number as in {@code github.run_id}, perhaps with an attempt. */
    private static final Pattern RUN = Pattern.compile("run-.*|[0-9]+(\\.[0-9]+)?");

    static final String AUDITED = "Kept in the timeline and the audit log.";

    final Decision decision;

    DecisionCommand(Surroundings here, Decision decision) {
        super(here);
        this.decision = decision;
    }

    /** What the server is told, beside the rollout and the decision. */
    abstract Map<String, Object> body();

    static boolean isRun(String subject) {
        return RUN.matcher(subject).matches();
    }

    final int decide(Optional<String> rollout) {
        Api api = api();
        String id = rollout.orElseGet(() -> onlyOne(api.get(Api.path("projects", project(), "rollouts"))));
        JsonNode answer = api.post(Api.path("rollouts", id, decision.word()), body());
        show(
                answer,
                () -> say(answer.path("id").isString() ? RolloutAnswer.words(answer) : decision.word() + ": " + id));
        return OK;
    }

    private String onlyOne(JsonNode rollouts) {
        List<JsonNode> open = rollouts.valueStream()
                .filter(each -> !RolloutWatch.isOver(each))
                .toList();
        List<JsonNode> able = open.stream().filter(this::isPossible).toList();
        List<JsonNode> meant = able.isEmpty() ? open : able;
        if (meant.size() == 1) {
            return text(meant.getFirst(), "id");
        }
        if (open.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-rollout",
                    "no rollout is under way",
                    "'slipway status' shows what runs");
        }
        throw Problem.of(
                Problem.Kind.INVALID,
                "which-rollout",
                able.isEmpty()
                        ? "none of the " + open.size() + " rollouts under way can take '" + decision.word() + "'"
                        : able.size() + " rollouts can take '" + decision.word() + "'",
                "name one of: "
                        + String.join(
                                ", ",
                                meant.stream()
                                        .map(each -> text(each, "id") + " (" + text(each, "environment") + ")")
                                        .toList()));
    }

    private boolean isPossible(JsonNode rollout) {
        return rollout.path("actions").valueStream().map(JsonNode::asString).anyMatch(decision.asked()::equals);
    }
}

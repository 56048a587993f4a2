package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** One decision about a rollout under way: the six commands differ in nothing but their word. */
@Command
final class DecisionCommand extends ServerCommand {

    private final String decision;

    @Parameters(paramLabel = "ROLLOUT", arity = "0..1", description = "Its id; else the only one under way.")
    Optional<String> rollout = Optional.empty();

    @Option(
            names = {"-m", "--comment"},
            paramLabel = "TEXT",
            description = "Kept in the timeline and the audit log.")
    Optional<String> comment = Optional.empty();

    @Option(
            names = "--break-glass",
            description = "Go on against the rules in an emergency; it is audited and needs " + "a comment.")
    boolean breakGlass;

    DecisionCommand(Surroundings here, String decision) {
        super(here);
        this.decision = decision;
    }

    @Override
    public Integer call() {
        if (breakGlass && comment.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-comment",
                    "breaking the glass needs a reason",
                    "add --comment 'why the rules cannot be followed now'");
        }
        Api api = api();
        String id = rollout.orElseGet(() -> onlyOne(api.get(Api.path("projects", project(), "rollouts"))));
        Map<String, Object> body = new LinkedHashMap<>();
        comment.ifPresent(text -> body.put("comment", text));
        if (breakGlass) {
            body.put("breakGlass", true);
        }
        JsonNode answer = api.post(Api.path("rollouts", id, decision), body);
        show(answer, () -> say(answer.path("id").isString() ? RolloutAnswer.words(answer) : decision + ": " + id));
        return OK;
    }

    private static String onlyOne(JsonNode rollouts) {
        List<JsonNode> open =
                rollouts.valueStream().filter(each -> !RolloutWatch.ended(each)).toList();
        if (open.size() == 1) {
            return text(open.getFirst(), "id");
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
                open.size() + " rollouts are under way",
                "name one of: "
                        + String.join(
                                ", ",
                                open.stream()
                                        .map(each -> text(each, "id") + " (" + text(each, "environment") + ")")
                                        .toList()));
    }
}

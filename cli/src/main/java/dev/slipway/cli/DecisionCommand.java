package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** One decision about a rollout under way: the six commands differ in nothing but their word. */
@Command
final class DecisionCommand extends ServerCommand {

    /** An id, or a number as in {@code github.run_id}, perhaps with an attempt. */
    private static final Pattern RUN = Pattern.compile("run-.*|[0-9]+(\\.[0-9]+)?");

    private static final Set<String> OF_RUNS = Set.of("approve", "confirm", "reject");

    private final String decision;

    @Parameters(
            paramLabel = "ROLLOUT|RUN",
            arity = "0..1",
            description = "Its id; else the only rollout under way that can take this. Of a run, approve, confirm and "
                    + "reject decide about the jobs that wait for an environment.")
    Optional<String> subject = Optional.empty();

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Of a run: only the jobs that wait for this one.")
    Optional<String> environment = Optional.empty();

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
        if (subject.isPresent() && RUN.matcher(subject.get()).matches()) {
            return decideRun(api, subject.get());
        }
        String id = subject.orElseGet(() -> onlyOne(api.get(Api.path("projects", project(), "rollouts"))));
        JsonNode answer = api.post(Api.path("rollouts", id, decision), body());
        show(answer, () -> say(answer.path("id").isString() ? RolloutAnswer.words(answer) : decision + ": " + id));
        return OK;
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        comment.ifPresent(text -> body.put("comment", text));
        if (breakGlass) {
            body.put("breakGlass", true);
        }
        return body;
    }

    private int decideRun(Api api, String run) {
        if (!OF_RUNS.contains(decision)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "not-for-runs",
                    "'" + decision + "' is for rollouts, and " + run + " is a run",
                    "'slipway rollouts' lists rollouts; a run can be cancelled with 'slipway runs cancel " + run + "'");
        }
        Map<String, Object> body = body();
        environment.ifPresent(name -> body.put("environment", name));
        JsonNode answer = api.post(Api.path("runs", run, decision), body);
        show(answer, () -> {
            say(decision + ": " + text(answer, "workflow") + " #" + text(answer, "number"));
            answer.path("jobs")
                    .valueStream()
                    .filter(job -> job.path("environment").isObject())
                    .forEach(job -> say(RunsCommand.entry(job)));
        });
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
                        ? "none of the " + open.size() + " rollouts under way can take '" + decision + "'"
                        : able.size() + " rollouts can take '" + decision + "'",
                "name one of: "
                        + String.join(
                                ", ",
                                meant.stream()
                                        .map(each -> text(each, "id") + " (" + text(each, "environment") + ")")
                                        .toList()));
    }

    /** A point can be confirmed while an approval can be given. */
    private boolean isPossible(JsonNode rollout) {
        String act = decision.equals("confirm") ? "approve" : decision;
        return rollout.path("actions").valueStream().map(JsonNode::asString).anyMatch(act::equals);
    }
}

package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "deploy",
        description = "Bring a release to an environment.",
        footer = {
            "",
            "Examples:",
            "  slipway deploy staging",
            "  slipway deploy production --release shop-7 --wait",
            "  slipway deploy production --break-glass --comment 'checkout is down, tests follow'",
            "",
            "With --wait the exit code is 0 when the release got there, and 1 when it did not.",
            "A release that is on its way there already is waited for."
        })
final class DeployCommand extends ServerCommand {

    @Parameters(paramLabel = "ENV", description = "The environment.")
    String environment = "";

    @Option(
            names = {"-r", "--release"},
            paramLabel = "RELEASE",
            description = "The release; else the newest that may " + "go there.")
    Optional<String> release = Optional.empty();

    @Option(
            names = {"-m", "--comment"},
            paramLabel = "TEXT",
            description = "Kept in the timeline and the audit log.")
    Optional<String> comment = Optional.empty();

    @Option(
            names = "--break-glass",
            description = "Go through every gate in an emergency, failed ones too; it is audited and needs a comment.")
    boolean breakGlass;

    @Option(
            names = {"-w", "--wait"},
            description = "Say how it goes until it ends.")
    boolean wait;

    DeployCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        if (breakGlass) {
            requireReason(comment);
        }
        Api api = api();
        return RolloutAnswer.show(this, api, rollout(api), wait);
    }

    /** Gates are opened for a reason, or not at all. */
    static void requireReason(Optional<String> comment) {
        if (comment.filter(text -> !text.isBlank()).isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-comment",
                    "breaking the glass needs a reason",
                    "add --comment 'why the rules cannot be followed now'");
        }
    }

    /** Who waits wants to know how it ends, whoever asked first. */
    private JsonNode rollout(Api api) {
        try {
            return api.post(Api.path("projects", project(), "environments", environment, "rollouts"), body());
        } catch (Problem problem) {
            if (!wait || !problem.code().equals("already-under-way")) {
                throw problem;
            }
            here.err().println(problem.message() + "; following it");
            return underWay(api, problem);
        }
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        release.ifPresent(id -> body.put("release", id));
        comment.ifPresent(text -> body.put("comment", text));
        if (breakGlass) {
            body.put("breakGlass", true);
        }
        return body;
    }

    private JsonNode underWay(Api api, Problem problem) {
        String query = "?environment=" + URLEncoder.encode(environment, StandardCharsets.UTF_8);
        return api.get(Api.path("projects", project(), "rollouts") + query)
                .valueStream()
                .filter(each -> !RolloutWatch.isOver(each))
                .filter(each -> problem.message().contains(text(each, "id")))
                .findFirst()
                .orElseThrow(() -> problem);
    }
}

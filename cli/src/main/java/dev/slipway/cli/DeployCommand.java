package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
            names = {"-w", "--wait"},
            description = "Say how it goes until it ends.")
    boolean wait;

    DeployCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        Api api = api();
        return RolloutAnswer.show(this, api, rollout(api), wait);
    }

    /** Who waits wants to know how it ends, whoever asked first. */
    private JsonNode rollout(Api api) {
        try {
            return api.post(
                    Api.path("projects", project(), "environments", environment, "rollouts"),
                    release.<Map<String, String>>map(id -> Map.of("release", id))
                            .orElse(Map.of()));
        } catch (Problem problem) {
            if (!wait || !problem.code().equals("already-under-way")) {
                throw problem;
            }
            here.err().println(problem.message() + "; following it");
            return underWay(api, problem);
        }
    }

    private JsonNode underWay(Api api, Problem problem) {
        String query = "?environment=" + URLEncoder.encode(environment, StandardCharsets.UTF_8);
        return api.get(Api.path("projects", project(), "rollouts") + query)
                .valueStream()
                .filter(each -> !RolloutWatch.ended(each))
                .filter(each -> problem.message().contains(text(each, "id")))
                .findFirst()
                .orElseThrow(() -> problem);
    }
}

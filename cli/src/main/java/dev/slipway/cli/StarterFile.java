package dev.slipway.cli;

import dev.slipway.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/** The slipway.yml that {@code slipway init} writes. */
record StarterFile(String service, Stack stack, WorkflowLook workflows) {

    String text() {
        return """
            # How Slipway delivers this project. Found here: %1$s.
            # Lines marked CHECK are guesses: only you know. 'slipway lint' checks the file;
            # docs/slipway-yml.md explains every key.
            version: 1

            # A push to one of these branches makes a release once its workflows have succeeded.
            release:
              branches: [main]
              workflows: %2$s   # %3$s

            services:
              %4$s:
                platform: process
                # The name under which a workflow uploads what runs (actions/upload-artifact).
                artifact: %5$s   # %6$s
                # Started inside the unpacked artifact, without a shell. The port to listen on is in PORT.
                command: %7$s   # CHECK
                instances: 1
                # env: {LOG_LEVEL: info}
                # secrets: [DATABASE_URL]        # values: slipway secrets set DATABASE_URL
                health: {path: %8$s, interval: 1s, timeout: 2s}   # CHECK: answers 2xx once it can serve
                # migrations:
                #   expand: [./migrate, expand]      # before the first new instance; old and new must work on it
                #   contract: [./migrate, contract]  # after the bake, when there is no way back

            environments:
              staging:
                strategy: recreate
                # smoke: [{path: /, status: 200}]

              production:
                after: staging
                # hosts: {%4$s: [www.example.org]}
                gates:
                  # Somebody else than the author approves; alone, write false, or leave out the reviewers.
                  reviewers: {count: 1, preventSelfReview: true}
                  # freezes: [{from: "fri 12:00", until: "mon 08:00", timeZone: Europe/Berlin, reason: weekend}]
                # A canary needs traffic to be judged on; without much of it, write 'strategy: blueGreen'.
                strategy:
                  canary:
                    steps:
                      - setWeight: 10
                      - analysis: {interval: 1s, minimum: 30s, maximum: 10m}
                      - setWeight: 50
                      - analysis: {interval: 1s, minimum: 30s, maximum: 10m}
                      - setWeight: 100
                # Watched at 100 %% with the old release kept warm.
                bake: 5m
            """.formatted(
                stack.seen(),
                Json.write(workflows.names()),
                workflows.names().isEmpty()
                        ? "CHECK: none found; empty waits for all that run"
                        : "those that a push starts",
                service,
                Json.write(artifact()),
                workflows.artifacts().isEmpty() ? "CHECK: no workflow uploads anything yet" : "as in .github/workflows",
                stack.command(),
                stack.health());
    }

    List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        if (workflows.artifacts().isEmpty()) {
            unknown.add("that a workflow in .github/workflows uploads '" + service + "' with actions/upload-artifact");
        }
        unknown.addAll(stack.unknown());
        unknown.add("the path of its health check");
        return List.copyOf(unknown);
    }

    private String artifact() {
        return workflows.artifacts().stream().findFirst().orElse(service);
    }
}

package dev.slipway.cli;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "lanes",
        description = {
            "Show which rollout has which environment to itself, since when, and who waits for it.",
            "It has it until it ends; whoever waits goes on by itself then."
        },
        footer = {
            "",
            "Examples:",
            "  slipway lanes",
            "  slipway lanes --project shop --json",
            "  slipway lanes free production --comment 'the night is over'"
        })
final class LanesCommand extends ServerCommand {

    LanesCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode answer = meant(api().get(Api.path("lanes")));
        show(answer, () -> {
            table(lanes(answer).toList());
            lease(answer.path("lease"));
        });
        return OK;
    }

    /** Lanes are shown of all projects unless one is named. */
    private JsonNode meant(JsonNode answer) {
        if (scope.project.isEmpty()) {
            return answer;
        }
        ObjectNode meant = Json.mapper().createObjectNode();
        meant.set("lease", answer.path("lease"));
        ArrayNode those = meant.putArray("lanes");
        lanes(answer)
                .filter(lane -> text(lane, "project").equals(scope.project.get()))
                .forEach(those::add);
        return meant;
    }

    private void table(List<JsonNode> lanes) {
        if (lanes.isEmpty()) {
            say("No lane yet. An environment has one from the first rollout on that is asked for there.");
            return;
        }
        Table table =
                new Table("PROJECT", "ENVIRONMENT", "RELEASE", "STATE", "SINCE", "ASKED BY", "ROLLOUT", "WAITING");
        lanes.forEach(lane -> {
            JsonNode holder = lane.path("holder");
            table.row(
                    text(lane, "project"),
                    text(lane, "environment"),
                    text(holder, "release"),
                    holder.isObject() ? text(holder, "state") : "free",
                    Ago.since(holder.path("since"), here.clock()),
                    text(holder, "requestedBy"),
                    text(holder, "rollout"),
                    waiting(lane.path("waiting")));
        });
        table.print(here);
    }

    private static String waiting(JsonNode rollouts) {
        return rollouts.isEmpty()
                ? "-"
                : String.join(
                        ", ",
                        rollouts.valueStream()
                                .map(each -> text(each, "release"))
                                .toList());
    }

    private void lease(JsonNode lease) {
        if (lease.path("holder").isString()) {
            say("Rollouts are driven by " + text(lease, "holder") + ", fencing number " + text(lease, "epoch")
                    + ", lease until " + text(lease, "until") + " unless renewed.");
        }
    }

    private static Stream<JsonNode> lanes(JsonNode answer) {
        return answer.path("lanes").valueStream();
    }

    @Command(
            name = "free",
            description = {
                "Call off the rollout that has an environment, so that the next one can have it.",
                "Traffic goes back to the old release first. It needs the role maintainer, and is audited."
            },
            footer = {
                "",
                "Examples:",
                "  slipway lanes free production --comment 'the night is over'",
                "  slipway lanes free staging --project shop --comment 'asked for by mistake'"
            })
    static final class Free extends ServerCommand {

        @Parameters(paramLabel = "ENVIRONMENT", description = "Whose lane.")
        String environment = "";

        @Option(
                names = {"-m", "--comment"},
                required = true,
                paramLabel = "TEXT",
                description = "Why; it is in the audit log.")
        String comment = "";

        Free(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            Api api = api();
            JsonNode lane = lane(api, project());
            JsonNode holder = lane.path("holder");
            if (!holder.isObject()) {
                show(lane, () -> say("Nobody has " + environment + "."));
                return OK;
            }
            refuseWhatPeopleDecide(holder);
            JsonNode answer =
                    api.post(Api.path("rollouts", text(holder, "rollout"), "abort"), Map.of("comment", comment));
            show(
                    answer,
                    () -> say(RolloutAnswer.words(answer)
                            + (RolloutWatch.isOver(answer)
                                    ? "."
                                    : ". " + environment + " is free when it has ended.")));
            return OK;
        }

        private JsonNode lane(Api api, String project) {
            List<JsonNode> lanes = lanes(api.get(Api.path("lanes")))
                    .filter(lane -> text(lane, "project").equals(project))
                    .toList();
            return lanes.stream()
                    .filter(lane -> text(lane, "environment").equals(environment))
                    .findFirst()
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.NOT_FOUND,
                            "no-lane",
                            project + " has no lane '" + environment + "'",
                            lanes.isEmpty()
                                    ? "'slipway lanes' lists those that there are"
                                    : "it has "
                                            + String.join(
                                                    ", ",
                                                    lanes.stream()
                                                            .map(lane -> text(lane, "environment"))
                                                            .toList())));
        }

        /** Calling off such a rollout says that its traffic was put right by hand, which nobody has said here. */
        private static void refuseWhatPeopleDecide(JsonNode holder) {
            if (text(holder, "state").equals("NEEDS_HUMAN")) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "person-decides",
                        text(holder, "release") + " cannot be called off: a person has to decide how it goes on",
                        "'slipway rollouts " + text(holder, "rollout") + "' says why, and what each word does");
            }
        }
    }
}

package dev.slipway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
        name = "probes",
        description = "List probes with how they are doing.",
        footer = {
            "",
            "Examples:",
            "  slipway probes",
            "  slipway probes --down",
            "  slipway probes check shop-health",
            "  slipway probes beat nightly-backup --trouble 'disk full'"
        })
final class ProbesCommand extends ServerCommand {

    @Option(names = "--down", description = "Only those that are down. The exit code is 1 when there are any.")
    boolean down;

    ProbesCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        List<JsonNode> rows = api().get("/api/v1/probes")
                .valueStream()
                .filter(each -> !down || text(each, "state").equals("down"))
                .toList();
        show(JsonNodeFactory.instance.arrayNode().addAll(rows), () -> print(rows));
        return down && !rows.isEmpty() ? NOT_SUCCEEDED : OK;
    }

    private void print(List<JsonNode> rows) {
        if (rows.isEmpty()) {
            say(down ? "Nothing is down." : "No probes. Write .slipway/probes.yml in a project and push it.");
            return;
        }
        Table table = new Table("PROJECT", "PROBE", "STATE", "SINCE", "CHECKED", "TARGET", "WHY");
        for (JsonNode each : rows) {
            table.row(
                    text(each, "project"),
                    text(each, "name"),
                    each.path("maintenance").asBoolean(false) ? "maintenance" : text(each, "state"),
                    Ago.since(each.path("since"), here.clock()),
                    Ago.since(each.path("checkedAt"), here.clock()),
                    text(each, "target"),
                    words(each.path("complaints")));
        }
        table.print(here);
    }

    @Command(
            name = "check",
            description = "Check a probe now, beside its usual times.",
            footer = {"", "Example:", "  slipway probes check shop-health"})
    static final class CheckNow extends ServerCommand {

        @Parameters(paramLabel = "PROBE", description = "Its name.")
        String probe = "";

        CheckNow(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode answer = api().post(Api.path("projects", project(), "probes", probe, "check"), Map.of());
            show(answer, () -> say(probe + " is being checked; 'slipway probes' says how it went."));
            return OK;
        }
    }

    @Command(
            name = "beat",
            description = "Report for an external endpoint that it is well, or what is wrong.",
            footer = {"", "Example:", "  slipway probes beat nightly-backup --trouble 'disk full'"})
    static final class Beat extends ServerCommand {

        @Parameters(paramLabel = "PROBE", description = "Its name.")
        String probe = "";

        @Option(names = "--trouble", paramLabel = "TEXT", description = "What is wrong.")
        Optional<String> trouble = Optional.empty();

        Beat(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            String query = trouble.map(text -> "?trouble=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                    .orElse("");
            JsonNode answer = api().post(Api.path("projects", project(), "probes", probe, "beat") + query, Map.of());
            show(answer, () -> say(probe + " was heard."));
            return OK;
        }
    }
}

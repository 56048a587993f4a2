package dev.slipway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "rollouts",
        description = "List the rollouts of a project, or show one with its gates, evidence and timeline.",
        footer = {
            "",
            "Examples:",
            "  slipway rollouts",
            "  slipway rollouts --environment production --limit 5",
            "  slipway rollouts rollout-01jc3k9q5x7v2m8d4h6a"
        })
final class RolloutsCommand extends Listing {

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = "Only those of this environment.")
    Optional<String> environment = Optional.empty();

    RolloutsCommand(Surroundings here) {
        super(here);
    }

    @Override
    String things() {
        return "rollouts";
    }

    @Override
    String filter() {
        return environment
                .map(name -> "&environment=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .orElse("");
    }

    @Override
    String none() {
        return "No rollout yet. 'slipway deploy ENV' brings a release to an environment.";
    }

    @Override
    void all(JsonNode rollouts) {
        Table table = new Table("ROLLOUT", "ENVIRONMENT", "RELEASE", "STATE", "BY", "AGE", "WHY");
        rollouts.forEach(each -> table.row(
                text(each, "id"),
                text(each, "environment"),
                text(each, "release"),
                text(each, "state"),
                text(each, "requestedBy"),
                Ago.since(each.path("requestedAt"), here.clock()),
                text(each, "reason")));
        table.print(here);
    }

    @Override
    void one(JsonNode one) {
        say(here.style().bold(text(one, "release") + " to " + text(one, "environment")) + ", " + text(one, "strategy")
                + (one.path("previous").isString()
                        ? ", instead of " + text(one, "previous")
                        : ", the first release there"));
        say(here.style().state(text(one, "state")) + "  " + one.path("weight").asInt() + " %  " + text(one, "reason"));
        say("asked for by " + text(one, "requestedBy") + " " + Ago.since(one.path("requestedAt"), here.clock())
                + " ago");
        list("Steps", one.path("steps"), JsonNode::asString);
        gates(one);
        list("Approvals", one.path("approvals"), RolloutsCommand::approval);
        JsonNode verdict = one.path("verdict");
        if (verdict.isObject()) {
            say(here.style().bold("Evidence") + ": " + mark(verdict, "verdict") + text(verdict, "summary"));
            verdict.path("evidence").forEach(each -> say("  " + mark(each, "verdict") + text(each, "sentence")));
        }
        list(
                "Timeline",
                one.path("timeline"),
                moment -> text(moment, "at") + "  " + text(moment, "to") + " by " + text(moment, "who") + ": "
                        + text(moment, "text"));
        if (!one.path("actions").isEmpty()) {
            say("It can take: " + words(one.path("actions")));
        }
        if (text(one, "state").equals("NEEDS_HUMAN")) {
            decisions(one);
        }
    }

    private void decisions(JsonNode one) {
        boolean contracting = one.path("timeline")
                .valueStream()
                .anyMatch(moment -> text(moment, "to").equals("FINISHING"));
        if (!contracting) {
            say("  slipway resume   takes the traffic to the release before; what the migration changed stays");
        }
        say(
                contracting
                        ? "  slipway promote  tries the contract migration again, once you have mended what stopped it"
                        : "  slipway promote  keeps the new release: it gets all traffic, and the judge is heard no more");
        say("  slipway abort    closes it as failed, once you have put things right by hand");
    }

    /** As they stand while it waits for them; later as they let it through or ended it. */
    private void gates(JsonNode one) {
        boolean waits = one.path("actions")
                .valueStream()
                .anyMatch(action -> action.asString().equals("approve"));
        if (waits || !one.path("gates").isEmpty()) {
            list(
                    "Gates",
                    one.path("gates"),
                    gate -> mark(gate, "state") + text(gate, "name") + ": " + text(gate, "reason"));
        }
    }

    private String mark(JsonNode object, String field) {
        return here.style().state(text(object, field)) + "  ";
    }

    private static String approval(JsonNode approval) {
        String comment = approval.path("comment").asString("");
        return text(approval, "decision") + " by " + text(approval, "user") + (comment.isEmpty() ? "" : ": " + comment);
    }
}

package dev.slipway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "alerts",
        description = "List alerts that fire, take them, and see where one would go.",
        footer = {
            "",
            "Examples:",
            "  slipway alerts",
            "  slipway alerts ack 3f2a9c0d11e8b7aa --comment 'looking at it'",
            "  slipway alerts route severity=page team=web",
            "  slipway alerts oncall"
        })
final class AlertsCommand extends ServerCommand {

    AlertsCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode alerts = api().get(Api.path("alerts"));
        show(alerts, () -> print(alerts));
        return OK;
    }

    private void print(JsonNode alerts) {
        if (alerts.isEmpty()) {
            say("Nothing fires.");
            return;
        }
        Table table = new Table("ALERT", "NAME", "SINCE", "STATE", "TAKEN BY", "TOLD TO", "LABELS");
        for (JsonNode each : alerts) {
            table.row(
                    text(each, "fingerprint"),
                    text(each.path("labels"), "alertname"),
                    Ago.since(each.path("startsAt"), here.clock()),
                    text(each.path("status"), "state"),
                    text(each.path("acknowledged"), "by"),
                    each.path("receivers")
                            .valueStream()
                            .map(receiver -> text(receiver, "name"))
                            .collect(Collectors.joining(", ")),
                    labels(each.path("labels")));
        }
        table.print(here);
    }

    private static String labels(JsonNode labels) {
        return labels.properties().stream()
                .filter(label -> !label.getKey().equals("alertname"))
                .map(label -> label.getKey() + "=" + label.getValue().asString())
                .collect(Collectors.joining(" "));
    }

    @Command(
            name = "ack",
            description = "Take an alert: it is neither escalated nor repeated while it fires on.",
            footer = {"", "Example:", "  slipway alerts ack 3f2a9c0d11e8b7aa --comment 'looking at it'"})
    static final class Ack extends ServerCommand {

        @Parameters(paramLabel = "ALERT", description = "As 'slipway alerts' shows it.")
        String alert = "";

        @Option(names = "--comment", paramLabel = "TEXT", description = "What others should know.")
        String comment = "";

        @Option(names = "--undo", description = "Give it back.")
        boolean undo;

        Ack(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            String path = Api.path("alerts", alert, "acknowledge");
            JsonNode answer = undo ? api().delete(path) : api().post(path, Map.of("comment", comment));
            show(answer, () -> say(undo ? alert + " is given back." : alert + " is yours."));
            return OK;
        }
    }

    @Command(
            name = "route",
            description = "Say where an alert with these labels would go.",
            footer = {"", "Example:", "  slipway alerts route alertname=SiteDown severity=page team=web"})
    static final class Way extends ServerCommand {

        @Parameters(paramLabel = "NAME=VALUE", description = "Labels of the alert.")
        List<String> labels = new ArrayList<>();

        Way(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            String query = labels.stream()
                    .map(label -> "label=" + URLEncoder.encode(label, StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            JsonNode answer = api().get(Api.path("alerts", "route") + "?" + query);
            show(answer, () -> print(answer));
            return OK;
        }

        private void print(JsonNode answer) {
            Table table = new Table("RECEIVER", "TOLD", "BY", "GROUPED BY", "ROUTE");
            for (JsonNode way : answer.path("ways")) {
                table.row(
                        text(way, "receiver"),
                        way.path("muted").asBoolean(false) ? "not at this time" : text(way, "person"),
                        words(way.path("by")),
                        words(way.path("groupBy")),
                        text(way, "route"));
            }
            table.print(here);
            answer.path("later")
                    .forEach(later -> say("Nobody takes it: " + text(later, "person") + " after "
                            + text(later, "afterSeconds") + " s (" + text(later, "escalation") + ")"));
            if (!answer.path("silencedBy").isEmpty()) {
                say("Silenced by " + words(answer.path("silencedBy")));
            }
            if (!answer.path("inhibitedBy").isEmpty()) {
                say("Inhibited by " + words(answer.path("inhibitedBy")));
            }
        }
    }

    @Command(
            name = "oncall",
            description = "Say who is on call, and until when.",
            footer = {"", "Example:", "  slipway alerts oncall"})
    static final class OnCall extends ServerCommand {

        OnCall(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode rotations = api().get(Api.path("oncall"));
            show(rotations, () -> {
                Table table = new Table("ROTATION", "ON CALL", "HANDOVER");
                rotations.forEach(
                        each -> table.row(text(each, "rotation"), text(each, "onCall"), text(each, "handover")));
                table.print(here);
            });
            return OK;
        }
    }
}
